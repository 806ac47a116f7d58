"""How long pages take: over the network, in the server alone, and how many bytes a first view is.

The pages are those that learners and assessors meet on an ordinary day. Authors' forms are not among them: the form of
a questionnaire draws a field for each of its statements, and is opened a few times a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.demo_people import prepare_cast
from benchmarks.figures import Figure, find_percentile, measure_processor_times, measure_times
from benchmarks.http_client import connect, connect_in_process
from benchmarks.live_site import cpu_seconds
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from ettle.people.models import User

CLAIM = "a signed-in page takes at most 10 ms and 10 queries, and a first view at most 60 KB"
AREA = "/areas/mgmt-lead/"
# The system counts processor time in hundredths of a second; less than two of them say nothing.
LEAST_CPU_SECONDS = 0.02


@dataclass(frozen=True)
class Page:
    """A page as someone sees it; person: None for a visitor."""

    name: str
    path: str
    person: User | None


def measure(sizes: Sizes) -> Iterator[Figure]:
    pages = list(_list_pages(sizes))
    yield from _measure_unchanged(sizes)
    for page in pages:
        yield from _measure_network(page, sizes.repeats)
    for page in pages:
        yield from _measure_server(page, sizes.repeats)
    for page in pages[:2]:
        yield from _measure_first_view(page)


def _list_pages(sizes: Sizes) -> Iterator[Page]:
    from django.urls import reverse

    cast = prepare_cast(sizes.waiting_applications)
    application, award = cast.application.uuid, cast.award
    yield Page("front page, visitor", "/", None)
    yield Page("area page, visitor", AREA, None)
    yield Page("front page, signed in", "/", cast.isla)
    yield Page("area page, signed in", AREA, cast.isla)
    yield Page("My journey", "/me/", cast.isla)
    yield Page("a learning year", reverse("cpl:year"), cast.isla)
    yield Page("a statement of the self-assessment", cast.statement_path, cast.callum)
    yield Page("an application to begin", reverse("evidence:start", args=["management-and-leadership"]), cast.isla)
    yield Page("an application", reverse("evidence:application", args=[application]), cast.callum)
    yield Page("an answer being written", reverse("evidence:criterion", args=[application, 3]), cast.callum)
    yield Page("answers checked before sending", reverse("evidence:check", args=[application]), cast.callum)
    yield Page("a card being sorted", cast.card_path, cast.isla)
    yield Page("a scenario being played", cast.scenario_path, cast.isla)
    yield Page("a goal", cast.goal_path, cast.isla)
    yield Page("a new goal", reverse("journey:new-goal"), cast.isla)
    yield Page("suggested next steps", reverse("dashboard:suggestions"), cast.isla)
    yield Page("start of a 360", reverse("feedback:start"), cast.isla)
    yield Page("a new entry of the log", reverse("learning_log:new"), cast.isla)
    yield Page("settings", reverse("people:settings"), cast.isla)
    yield Page("a badge", reverse("badges:definition", args=[award.version.badge.slug]), cast.isla)
    yield Page("a badge earned", reverse("badges:earned", args=[award.uuid]), cast.isla)
    yield Page("a badge verified", reverse("badges:verified", args=[award.uuid]), cast.isla)
    yield Page("a number of the Codes", reverse("framework:code", args=["2024", "2.4"]), cast.isla)
    yield Page("assessor's queue", "/review/", cast.bashir)


def _time_budget(page: Page) -> str:
    return "10 ms" if page.person else ""


def _rate_budget(page: Page) -> str:
    return "at least 600" if page.path == AREA and page.person is None else ""


def _measure_network(page: Page, repeats: int) -> Iterator[Figure]:
    client = connect(page.person)

    def request() -> bytes:
        return client.request(page.path)

    measure_times(request, repeats=min(repeats, 10), warm_up=0)
    before = cpu_seconds("web")
    times = measure_times(request, repeats=repeats, warm_up=0)
    spent = cpu_seconds("web") - before
    yield Figure(f"{page.name}: p50", median(times), "ms", _time_budget(page))
    yield Figure(f"{page.name}: p95", find_percentile(times, 0.95), "ms")
    if spent > LEAST_CPU_SECONDS:
        yield Figure(f"{page.name}: for a second of processor", repeats / spent, "requests", _rate_budget(page))


def _measure_unchanged(sizes: Sizes) -> Iterator[Figure]:
    """Measure what a visitor's browser gets that has the page already."""
    client = connect(None)
    whole = measure_times(lambda: client.request(AREA), repeats=sizes.repeats)
    known = {"If-None-Match": client.get_header("ETag")}
    before = cpu_seconds("web")
    times = measure_times(
        lambda: client.request(AREA, status=304, headers=known), repeats=sizes.unchanged_requests, warm_up=0
    )
    spent = cpu_seconds("web") - before
    yield Figure("area page, unchanged (304): p50", median(times), "ms")
    yield Figure("area page, unchanged (304): p95", find_percentile(times, 0.95), "ms")
    if spent > LEAST_CPU_SECONDS:
        rate = sizes.unchanged_requests / spent
        yield Figure("area page, unchanged: for a second of processor", rate, "requests", "at least 600")
    yield Figure("area page, unchanged / whole", median(times) / median(whole), "×")


def _measure_server(page: Page, repeats: int) -> Iterator[Figure]:
    """Without network and server: middleware, view, database and template, in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = connect_in_process(page.person)

    def request() -> None:
        assert client.get(page.path).status_code == 200

    times = measure_times(request, repeats=repeats)
    processor = measure_processor_times(request, repeats=repeats)
    yield Figure(f"{page.name}, in process: p50", median(times), "ms", _time_budget(page))
    yield Figure(f"{page.name}, in process: processor p50", median(processor), "ms")
    with CaptureQueriesContext(connection) as queries:
        request()
    yield Figure(f"{page.name}: queries", len(queries), "", "10" if page.person else "")


def _measure_first_view(page: Page) -> Iterator[Figure]:
    """Everything a new browser fetches for a page, compressed as a proxy does it and as static files are stored."""
    import brotli  # type: ignore[import-untyped]

    client = connect(None)
    html = client.request(page.path)
    parts = {"HTML": len(brotli.compress(html, quality=5))}
    for kind, pattern in (("CSS", rb'<link rel="stylesheet" href="([^"]+)"'), ("JS", rb'<script[^>]+src="([^"]+)"')):
        addresses = [found.decode() for found in re.findall(pattern, html)]
        parts[kind] = sum(len(client.request(path, headers={"Accept-Encoding": "br"})) for path in addresses)
    note = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in parts.items())
    yield Figure(f"{page.name}: first view compressed", sum(parts.values()) / 1000, "KB", "60 KB", note)
