"""How long a 360 with many observers takes: an answer, the report's making, and the pages that show it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import demo_people, live_site
from benchmarks.figures import Figure, find_percentile, measure_times
from benchmarks.http_client import connect_in_process
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.feedback.link_tokens import ObserverLink
    from ettle.feedback.models import Feedback

CLAIM = "a report of 200 observers is made and shown in at most 100 ms each"
LEARNER = "ewan@example.org"


def measure(sizes: Sizes) -> Iterator[Figure]:
    live_site.open_database()
    from django.utils import timezone

    from ettle.feedback import actions

    now = timezone.now()
    feedback, links = _invite_observers(sizes.observers, now)
    times = [_measure_answer(link, number, now) for number, link in enumerate(links)]
    yield Figure("answers of one observer saved and sent: p50", median(times), "ms")
    yield Figure("answers of one observer saved and sent: p95", find_percentile(times, 0.95), "ms", "150 ms")
    began = perf_counter()
    actions.make_report(feedback, now=now)
    yield Figure(f"report of {sizes.observers} observers made", (perf_counter() - began) * 1000, "ms", "100 ms")
    yield from _measure_pages(feedback, sizes.repeats)


def _invite_observers(observers: int, now: datetime) -> tuple[Feedback, list[ObserverLink]]:
    """Ewan has a result and asks equally many people of each group."""
    from ettle.feedback import actions
    from ettle.feedback.link_tokens import ObserverLink, observer_token
    from ettle.feedback.observer_groups import Group
    from ettle.journey import actions as journey
    from ettle.people.models import User

    person = User.objects.get(email=LEARNER)
    assessment = demo_people.begin_assessment(person, "frontline", now)
    demo_people.answer_statements(assessment, now)
    journey.finish(assessment, now=now)
    feedback = actions.begin(person=person, is_short=False, now=now)
    for group in Group:
        people = [actions.Person("", f"{group.value}{number}@example.org") for number in range(observers // len(Group))]
        actions.add_observers(feedback, group=group, people=people, have_agreed=True, now=now)
    actions.send_invitations(feedback, now=now)
    invited = feedback.observers.select_related("feedback__lines__version", "feedback__person")
    return feedback, [ObserverLink(observer, observer_token(observer)) for observer in invited]


def _measure_answer(link: ObserverLink, shift: int, now: datetime) -> float:
    """Return the milliseconds it takes to save all answers and comments of an observer and to send them."""
    from ettle.feedback import actions

    statements = link.feedback.lines.statements()
    answers = {statement.key: str((shift + number) % 5 + 1) for number, statement in enumerate(statements)}
    sheet = actions.ObserverAnswers(answers=answers, value=demo_people.SENTENCES[0], change=demo_people.SENTENCES[0])
    began = perf_counter()
    actions.save(link, sheet, now=now)
    actions.send_answers(link, now=now)
    return (perf_counter() - began) * 1000


def _measure_pages(feedback: Feedback, repeats: int) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = connect_in_process(feedback.person)
    pages = {
        "report, everything on one page": reverse("feedback:report", args=[feedback.uuid]),
        "report, the step of surprises": reverse("feedback:step", args=[feedback.uuid, 3]),
    }
    for name, path in pages.items():

        def request(path: str = path) -> None:
            assert client.get(path).status_code == 200

        yield Figure(f"{name}, in process: p50", median(measure_times(request, repeats=repeats)), "ms", "100 ms")
        with CaptureQueriesContext(connection) as queries:
            request()
        yield Figure(f"{name}: queries", len(queries), "", "10")
