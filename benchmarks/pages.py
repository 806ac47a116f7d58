"""How long pages take: over the network, in the server alone, and how many bytes a first view is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import stage
from benchmarks.asking import Reader, client_of, cpu_seconds, signed_in, visitor
from benchmarks.figures import Figure, percentile, times_of, work_of

if TYPE_CHECKING:
    from ettle.people.models import User

CLAIM = "a signed-in page takes at most 10 ms and 10 queries, and a first view at most 60 KB"
AREA = "/areas/mgmt-lead/"
REPEAT = 150
UNCHANGED = 600
IN_PROCESS = 60


@dataclass(frozen=True)
class Page:
    """A page as somebody sees it; person: None for a visitor."""

    name: str
    path: str
    person: User | None


def measure() -> Iterator[Figure]:
    pages = list(_pages())
    yield from _unchanged()
    for page in pages:
        yield from _over_the_network(page)
    for page in pages:
        yield from _in_the_server(page)
    for page in pages[:2]:
        yield from _first_view(page)


def _pages() -> Iterator[Page]:
    from django.urls import reverse

    cast = stage.cast()
    writing = reverse("evidence:criterion", args=[cast.written.uuid, 1])
    yield Page("front page, visitor", "/", None)
    yield Page("area page, visitor", AREA, None)
    yield Page("front page, signed in", "/", cast.isla)
    yield Page("area page, signed in", AREA, cast.isla)
    yield Page("My journey", "/me/", cast.isla)
    yield Page("a line of the self-assessment", cast.line, cast.callum)
    yield Page("an answer being written", writing, cast.callum)
    yield Page("a card being sorted", cast.sort, cast.isla)
    yield Page("a scenario being played", cast.scenario, cast.isla)
    yield Page("assessor's queue", "/review/", cast.bashir)


def _reader(page: Page) -> Reader:
    return signed_in(page.person) if page.person else visitor()


def _budget(page: Page) -> str:
    return "10 ms" if page.person else ""


def _served(page: Page) -> str:
    return "at least 600" if page.path == AREA and page.person is None else ""


def _over_the_network(page: Page) -> Iterator[Figure]:
    reader = _reader(page)

    def ask() -> bytes:
        return reader.ask(page.path)

    times_of(ask, repeat=1, warm=10)
    before = cpu_seconds("web")
    times = times_of(ask, repeat=REPEAT, warm=0)
    spent = cpu_seconds("web") - before
    yield Figure(f"{page.name}: p50", median(times), "ms", _budget(page))
    yield Figure(f"{page.name}: p95", percentile(times, 0.95), "ms")
    # The system counts processor time in hundredths of a second; less than two of them say nothing.
    if spent > 0.02:
        yield Figure(f"{page.name}: for a second of processor", REPEAT / spent, "requests", _served(page))


def _unchanged() -> Iterator[Figure]:
    """What a visitor's browser gets that holds the page already."""
    reader = visitor()
    whole = times_of(lambda: reader.ask(AREA), repeat=REPEAT)
    tag = reader.header("ETag")
    before = cpu_seconds("web")
    held = times_of(lambda: reader.ask(AREA, wanted=304, headers={"If-None-Match": tag}), repeat=UNCHANGED, warm=0)
    spent = cpu_seconds("web") - before
    yield Figure("area page, unchanged (304): p50", median(held), "ms")
    yield Figure("area page, unchanged (304): p95", percentile(held, 0.95), "ms")
    yield Figure("area page, unchanged: for a second of processor", UNCHANGED / spent, "requests", "at least 600")
    yield Figure("area page, unchanged / whole", median(held) / median(whole), "×")


def _in_the_server(page: Page) -> Iterator[Figure]:
    """Without network and server: middleware, view, database and template, in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(page.person)

    def ask() -> None:
        assert client.get(page.path).status_code == 200

    times = times_of(ask, repeat=IN_PROCESS)
    yield Figure(f"{page.name}, in process: p50", median(times), "ms", _budget(page))
    yield Figure(f"{page.name}, in process: processor p50", median(work_of(ask, repeat=IN_PROCESS)), "ms")
    with CaptureQueriesContext(connection) as queries:
        ask()
    yield Figure(f"{page.name}: queries", len(queries), "", "10" if page.person else "")


def _first_view(page: Page) -> Iterator[Figure]:
    """Everything a new browser fetches for a page, compressed as a proxy does it and as static files are kept."""
    import brotli  # type: ignore[import-untyped]

    reader = visitor()
    html = reader.ask(page.path)
    parts = {"HTML": len(brotli.compress(html, quality=5))}
    for kind, pattern in (("CSS", rb'<link rel="stylesheet" href="([^"]+)"'), ("JS", rb'<script[^>]+src="([^"]+)"')):
        addresses = [found.decode() for found in re.findall(pattern, html)]
        parts[kind] = sum(len(reader.ask(one, headers={"Accept-Encoding": "br"})) for one in addresses)
    note = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in parts.items())
    yield Figure(f"{page.name}: first view compressed", sum(parts.values()) / 1000, "KB", "60 KB", note)
