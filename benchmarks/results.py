"""How long the pages take that show a person where they are, after five years of self-assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import demo_people, live_site
from benchmarks.figures import Figure, find_percentile, measure_processor_times, measure_times
from benchmarks.http_client import connect, connect_in_process
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from ettle.journey.models import Assessment
    from ettle.people.models import User

CLAIM = "the result page takes at most 15 ms with five years of answers"
INTERVAL = timedelta(days=91)


def measure(sizes: Sizes) -> Iterator[Figure]:
    live_site.open_database()
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    person = demo_people.add_learner(now, has_badge=False)
    days = [now - INTERVAL * age for age in reversed(range(sizes.results))]
    finished = [_finish_assessment(person, number, day) for number, day in enumerate(days)]
    changes, since = reverse("journey:changes", args=[finished[-1].uuid]), finished[0].uuid
    pages = {
        "result": reverse("journey:result", args=[finished[-1].uuid]),
        "changes since the last time": changes,
        "changes in five years": f"{changes}?since={since}",
        "start of a self-assessment": reverse("journey:start"),
    }
    for name, path in pages.items():
        yield from _measure_page(f"{name}, of {sizes.results} results", path, person, sizes.repeats)


def _finish_assessment(person: User, number: int, now: datetime) -> Assessment:
    """A self-assessment of that day, every statement answered and every capability with its reason."""
    from ettle.journey import actions

    assessment = demo_people.begin_assessment(person, "frontline", now)
    demo_people.answer_statements(assessment, now, shift=number)
    for capability in dict.fromkeys(statement.capability_key for statement in assessment.sheet.statements()):
        actions.save_importance(
            assessment, capability=capability, importance=3, reason=demo_people.SENTENCES[0], now=now
        )
    actions.finish(assessment, now=now)
    return assessment


def _measure_page(name: str, path: str, person: User, repeats: int) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    remote, local = connect(person), connect_in_process(person)

    def request() -> None:
        assert local.get(path).status_code == 200

    times = measure_times(lambda: remote.request(path), repeats=repeats, warm_up=10)
    yield Figure(f"{name}: p50", median(times), "ms", "15 ms")
    yield Figure(f"{name}: p95", find_percentile(times, 0.95), "ms")
    yield Figure(
        f"{name}, in process: processor p50", median(measure_processor_times(request, repeats=repeats)), "ms", "15 ms"
    )
    with CaptureQueriesContext(connection) as queries:
        request()
    yield Figure(f"{name}: queries", len(queries), "", "10")
