"""How long the pages take that show a person where they are, after five years of self-assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import stage
from benchmarks.asking import client_of, signed_in
from benchmarks.figures import Figure, percentile, times_of, work_of
from ettle.instruments.queries import current_version

if TYPE_CHECKING:
    from ettle.journey.models import Assessment
    from ettle.people.models import User

CLAIM = "the result page takes at most 15 ms with five years of answers"
RESULTS = 20
EVERY = timedelta(days=91)
REPEAT = 100


def measure() -> Iterator[Figure]:
    stage.door()
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    person = stage.newcomer(4000, now, holds=False)
    finished = [_finished(person, place, now - EVERY * (RESULTS - 1 - place)) for place in range(RESULTS)]
    changes, since = reverse("journey:changes", args=[finished[-1].uuid]), finished[0].uuid
    pages = {
        "result": reverse("journey:result", args=[finished[-1].uuid]),
        "changes since the last time": changes,
        "changes in five years": f"{changes}?since={since}",
        "start of a self-assessment": reverse("journey:start"),
    }
    for name, path in pages.items():
        yield from _page(f"{name}, of {RESULTS} results", path, person)


def _finished(person: User, place: int, at: datetime) -> Assessment:
    """A self-assessment of that day, every line answered and every capability with its reason."""
    from ettle.journey import actions

    version = current_version()
    assert version is not None
    assessment = actions.begin(person=person, version=version, role="frontline", now=at)
    lines = assessment.sheet.statements()
    for number, line in enumerate(lines):
        actions.save_answer(assessment, line=line.key, choice=str(1 + (number + place) % 5), now=at)
    for capability in dict.fromkeys(line.capability_key for line in lines):
        actions.save_importance(assessment, capability=capability, importance=3, reason=stage.WORDS, now=at)
    actions.finish(assessment, now=at)
    return assessment


def _page(name: str, path: str, person: User) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    reader, client = signed_in(person), client_of(person)

    def ask() -> None:
        assert client.get(path).status_code == 200

    times = times_of(lambda: reader.ask(path), repeat=REPEAT, warm=10)
    yield Figure(f"{name}: p50", median(times), "ms", "15 ms")
    yield Figure(f"{name}: p95", percentile(times, 0.95), "ms")
    yield Figure(f"{name}, in process: processor p50", median(work_of(ask, repeat=REPEAT)), "ms", "15 ms")
    with CaptureQueriesContext(connection) as queries:
        ask()
    yield Figure(f"{name}: queries", len(queries), "", "10")
