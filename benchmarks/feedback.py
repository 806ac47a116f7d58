"""How long a 360 with many observers takes: an answer, the report's making, and the pages that show it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import stage
from benchmarks.asking import client_of
from benchmarks.figures import Figure, percentile, times_of
from ettle.instruments.queries import current_version

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.feedback.link_tokens import ObserverLink
    from ettle.feedback.models import Feedback

CLAIM = "a report of 200 observers is made and shown in at most 100 ms each"
OBSERVERS = 200
LEARNER = "ewan@example.org"


def measure() -> Iterator[Figure]:
    stage.door()
    from django.utils import timezone

    from ettle.feedback import actions

    now = timezone.now()
    feedback, links = _asked(now)
    times = [_timed_answer(link, place, now) for place, link in enumerate(links)]
    yield Figure("answers of one observer kept and sent: p50", median(times), "ms")
    yield Figure("answers of one observer kept and sent: p95", percentile(times, 0.95), "ms", "150 ms")
    began = perf_counter()
    actions.make_report(feedback, now=now)
    yield Figure(f"report of {OBSERVERS} observers made", (perf_counter() - began) * 1000, "ms", "100 ms")
    yield from _pages(feedback)


def _asked(now: datetime) -> tuple[Feedback, list[ObserverLink]]:
    """Ewan has a result and asks forty people of each group."""
    from ettle.feedback import actions
    from ettle.feedback.link_tokens import ObserverLink, observer_token
    from ettle.feedback.observer_groups import Group
    from ettle.journey import actions as journey
    from ettle.people.models import User

    person = User.objects.get(email=LEARNER)
    version = current_version()
    assert version is not None
    assessment = journey.begin(person=person, version=version, role="frontline", now=now)
    for place, line in enumerate(assessment.sheet.statements()):
        journey.save_answer(assessment, line=line.key, choice=str(place % 5 + 1), now=now)
    journey.finish(assessment, now=now)
    feedback = actions.begin(person=person, is_short=False, now=now)
    for group in Group:
        people = [actions.Person("", f"{group.value}{number}@example.org") for number in range(OBSERVERS // len(Group))]
        actions.add_observers(feedback, group=group, people=people, have_agreed=True, now=now)
    actions.send_invitations(feedback, now=now)
    ledger = feedback.observers.select_related("feedback__lines__version", "feedback__person")
    return feedback, [ObserverLink(observer, observer_token(observer)) for observer in ledger]


def _timed_answer(link: ObserverLink, place: int, now: datetime) -> float:
    """Milliseconds to keep a whole sheet with comments and to send it."""
    from ettle.feedback import actions

    lines = link.feedback.lines.statements()
    said = {line.key: str((place + number) % 5 + 1) for number, line in enumerate(lines)}
    began = perf_counter()
    actions.save(link, actions.ObserverAnswers(answers=said, value=stage.WORDS, change=stage.WORDS), now=now)
    actions.send_answers(link, now=now)
    return (perf_counter() - began) * 1000


def _pages(feedback: Feedback) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = client_of(feedback.person)
    pages = {
        "report, everything on one page": reverse("feedback:report", args=[feedback.uuid]),
        "report, the step of surprises": reverse("feedback:step", args=[feedback.uuid, 3]),
    }
    for name, path in pages.items():

        def ask(path: str = path) -> None:
            assert client.get(path).status_code == 200

        yield Figure(f"{name}, in process: p50", median(times_of(ask, repeat=30)), "ms", "100 ms")
        with CaptureQueriesContext(connection) as queries:
            ask()
        yield Figure(f"{name}: queries", len(queries), "", "10")
