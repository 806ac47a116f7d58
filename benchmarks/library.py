"""What two thousand areas cost a reader: choosing, reading and searching, beside the areas the site began with."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import monotonic, sleep, thread_time
from typing import TYPE_CHECKING

from benchmarks import stage
from benchmarks.asking import client_of
from benchmarks.figures import Figure, percentile

if TYPE_CHECKING:
    from django.test import Client

CLAIM = "choosing and reading cost the same from 22 areas to 2,000, and a search there takes at most 50 ms (p95)"
AREAS = 2_000
REPEAT = 40
PATIENCE = 300
PAGES = (("front page", "/"), ("front page, one role", "/?role=manager&page=2"), ("area page", "/areas/mgmt-lead/"))
# Common words, one nobody else uses, slips of the finger, a number, and a sentence.
ASKED = (
    "leadership", "people", "delegation", "empwering", "supervison coahcing", "1.3", "ET-101", "mangaement stlye",
    "how do people lead without a title", "what helps when nobody says anything in the meeting", "zzzzzzz",
)  # fmt: skip


def measure() -> Iterator[Figure]:
    client = client_of(stage.cast().isla)
    few = {name: _times(client, path) for name, path in PAGES}
    held = _fill()
    busy = median(_times(client, "/"))
    yield Figure(f"front page among {held:,} areas, queue not yet empty: p50 of processor", busy, "ms")
    _wait_for_the_queue()
    for name, path in PAGES:
        many = _times(client, path)
        yield Figure(f"{name} among {held:,} areas: p50 of processor", median(many), "ms", "10 ms")
        yield Figure(f"{name}, {held:,} areas / those at the start", median(many) / median(few[name]), "×")
    times = [one for asked in ASKED for one in _times(client, f"/search/?q={asked}")]
    yield Figure(f"search among {held:,} areas: p50 of processor", median(times), "ms")
    yield Figure(f"search among {held:,} areas: p95 of processor", percentile(times, 0.95), "ms", "50 ms")


def _times(client: Client, path: str) -> list[float]:
    """Milliseconds of processor time in this process: middleware, view, database and template."""
    taken = []
    for run in range(REPEAT + 5):
        began = thread_time()
        assert client.get(path).status_code == 200
        if run >= 5:
            taken.append((thread_time() - began) * 1000)
    return taken


def _wait_for_the_queue() -> None:
    """Every page that was put left tasks, and while the worker writes, other processes read from a cold cache."""
    from ettle.kit.models import WaitingTask

    until = monotonic() + PATIENCE
    while WaitingTask.objects.unfinished().exists():
        if monotonic() > until:
            raise RuntimeError(f"The queue is not empty after {PATIENCE} seconds.")
        sleep(1)


def _fill() -> int:
    """Copies of the areas that are there, under other names, until there are enough."""
    from django.utils import timezone

    from ettle.library import actions, queries
    from ettle.library.tests import sample_areas

    specs = [spec.replace(related=()) for spec in sample_areas.pack_areas()]
    for number in range(queries.live_areas().count(), AREAS):
        spec = specs[number % len(specs)]
        other = spec.replace(key=f"{spec.key}-{number}", title=f"{spec.title} {number}")
        actions.load_area(other, by=None, now=timezone.now())
    return queries.live_areas().count()
