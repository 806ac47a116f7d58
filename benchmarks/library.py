"""What two thousand areas cost a reader: choosing, reading and searching, beside the areas the site began with."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import demo_people, live_site
from benchmarks.figures import Figure, find_percentile, measure_processor_times
from benchmarks.http_client import connect_in_process
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from django.test import Client

CLAIM = "choosing and reading cost the same from 22 areas to 2,000, and a search there takes at most 50 ms (p95)"
MOST_REPEATS = 40
PAGES = (("front page", "/"), ("front page, one role", "/?role=manager&page=2"), ("area page", "/areas/mgmt-lead/"))
# Common words, one nobody else uses, slips of the finger, a number, and a sentence.
SEARCHES = (
    "leadership", "people", "delegation", "empwering", "supervison coahcing", "1.3", "ET-101", "mangaement stlye",
    "how do people lead without a title", "what helps when nobody says anything in the meeting", "zzzzzzz",
)  # fmt: skip


def measure(sizes: Sizes) -> Iterator[Figure]:
    client = connect_in_process(demo_people.prepare_cast(sizes.waiting_applications).isla)
    few = {name: _measure_page(client, path, sizes) for name, path in PAGES}
    areas = _add_areas(sizes.areas)
    busy = median(_measure_page(client, "/", sizes))
    yield Figure(f"front page among {areas:,} areas, queue not yet empty: p50 of processor", busy, "ms")
    live_site.wait_for_queue()
    for name, path in PAGES:
        many = _measure_page(client, path, sizes)
        yield Figure(f"{name} among {areas:,} areas: p50 of processor", median(many), "ms", "10 ms")
        yield Figure(f"{name}, {areas:,} areas / those at the start", median(many) / median(few[name]), "×")
    times = [time for words in SEARCHES for time in _measure_page(client, f"/search/?q={words}", sizes)]
    yield Figure(f"search among {areas:,} areas: p50 of processor", median(times), "ms")
    yield Figure(f"search among {areas:,} areas: p95 of processor", find_percentile(times, 0.95), "ms", "50 ms")


def _measure_page(client: Client, path: str, sizes: Sizes) -> list[float]:
    """Return milliseconds of processor time in this process: middleware, view, database and template."""

    def request() -> None:
        assert client.get(path).status_code == 200

    return measure_processor_times(request, repeats=min(sizes.repeats, MOST_REPEATS))


def _add_areas(wanted: int) -> int:
    """Add copies of the areas that are there, under other names, until there are enough. Return their number."""
    from django.utils import timezone

    from ettle.library import actions, queries
    from ettle.library.tests import sample_areas

    specs = [spec.replace(related=()) for spec in sample_areas.pack_areas()]
    for number in range(queries.live_areas().count(), wanted):
        spec = specs[number % len(specs)]
        other = spec.replace(key=f"{spec.key}-{number}", title=f"{spec.title} {number}")
        actions.load_area(other, by=None, now=timezone.now())
    return queries.live_areas().count()
