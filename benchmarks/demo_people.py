"""People part-way on their journeys, so that pages have something to show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks import live_site

if TYPE_CHECKING:
    from ettle.activities.items.play import Play
    from ettle.badges.models import Award, BadgeVersion
    from ettle.evidence.models import Application
    from ettle.journey.models import Assessment
    from ettle.people.models import User

SENTENCES = (
    "I asked her first what would make it a good morning and then we planned the rest of it together. ",
    "At night we decide a lot between the two of us, because nobody is there to ask about any of it. ",
    "My senior wrote it down for the others, and since then two of my colleagues do it in the same way. ",
)
ANSWER = SENTENCES[0] * 12
CARDS = 20  # of the sort that an application for ET-101 asks for
# Numbers of the learners that benchmarks add: counted here, so that no two benchmarks make people of the same names.
LEARNER_NUMBERS = count(1)


@dataclass(frozen=True)
class Cast:
    """isla has come far: a result, a goal, a badge, an invitation half played. callum writes; bashir has a queue.

    card_path, scenario_path, goal_path, statement_path: addresses of a card, a page of a scenario and a goal of isla's,
    and of the first statement of callum's open self-assessment.
    """

    isla: User
    callum: User
    bashir: User
    application: Application
    card_path: str
    scenario_path: str
    goal_path: str
    statement_path: str
    award: Award


@cache
def prepare_cast(waiting: int) -> Cast:
    """Bring the people of the demonstration to where they are. waiting: applications in bashir's queue."""
    live_site.open_database()
    from django.utils import timezone

    from ettle.badges import queries as badges
    from ettle.people.models import User

    now = timezone.now()
    isla, callum, bashir = (User.objects.get(email=f"{name}@example.org") for name in ("isla", "callum", "bashir"))
    award = earn_badge("ET-001", isla, now)
    earn_badge("ET-001", callum, now)
    goal_path = set_goal(isla, now)
    statement_path = _begin_statements(callum, now)
    application = write_application(callum, now)
    for _ in range(waiting):
        _send_application(write_application(add_learner(now), now), now)
    card_path, scenario_path = play_activities(isla, now)
    assert badges.learner_awards(isla).exists()
    live_site.wait_for_queue()
    return Cast(isla, callum, bashir, application, card_path, scenario_path, goal_path, statement_path, award)


def add_learner(now: Any, *, has_badge: bool = True) -> User:
    """Add another learner at Rowan House. has_badge: has earned the first badge, which applications ask for."""
    from ettle.people.actions import add_person
    from ettle.people.models import Organisation

    number = next(LEARNER_NUMBERS)
    person = add_person(email=f"learner{number}@example.org", name=f"Learner {number}", now=now, by=None)
    house = Organisation.objects.get(slug="rowan-house")
    person.memberships.create(organisation=house, role="learner", began_at=now)
    if has_badge:
        earn_badge("ET-001", person, now)
    return person


def write_application(person: User, now: Any) -> Application:
    """Begin an application for ET-101, do its sort, write every answer and make the declarations."""
    from ettle.activities.actions.stored_plays import StoredPlay
    from ettle.evidence import actions, queries

    begun = actions.begin(learner=person, version=find_badge("ET-101"), now=now)
    application = queries.applications_of(person).get(pk=begun.pk)
    for criterion in application.criteria:
        if criterion.kind == "activity":
            opened = actions.open_activity(application, criterion=criterion, return_path="/", by=person, now=now)
            _sort_cards(StoredPlay(opened.attempts.get(), person), now, most=CARDS)
            continue
        text = SENTENCES[criterion.position % len(SENTENCES)] * 12
        actions.save_answer(application, criterion=criterion, text=text, base=0, key=uuid.uuid4(), by=person, now=now)
    actions.declare(application, ai_use="none", ai_words="", by=person, now=now)
    return queries.applications_of(person).get(pk=begun.pk)


def _send_application(application: Application, now: Any) -> None:
    from ettle.evidence import actions

    actions.submit(application, by=application.learner, looked=True, now=now)


def find_badge(number: str) -> BadgeVersion:
    """Return the newest version of a badge."""
    from ettle.badges import queries as badges

    return badges.current_versions().get(badge__number=number)


def earn_badge(number: str, person: User, now: Any) -> Award:
    from ettle.badges.award import signing
    from ettle.badges.models import Award

    award = award_unsigned(find_badge(number), person, now)
    signing.issue_credential(str(award.uuid), now=now)
    return Award.objects.with_related().get(pk=award.pk)


def award_unsigned(badge: BadgeVersion, person: User, now: Any) -> Award:
    """Award a badge that waits to be signed by this process: the site's worker gets no task for it."""
    from django.db import transaction

    from ettle.badges import actions
    from ettle.kit.models import WaitingTask

    with transaction.atomic():
        award = actions.award(learner=person, version=badge, by=None, now=now)
        WaitingTask.objects.filter(key=f"sign/{award.uuid}").delete()
    return award


def begin_assessment(person: User, role: str, now: Any) -> Assessment:
    """Begin a self-assessment with the newest version of the instrument."""
    from ettle.instruments.queries import current_version
    from ettle.journey import actions

    version = current_version()
    assert version is not None
    return actions.begin(person=person, version=version, role=role, now=now)


def answer_statements(assessment: Assessment, now: Any, *, shift: int = 0) -> None:
    """Answer every statement, from 1 to 5 and again. shift: where in that row the first one is."""
    from ettle.journey import actions

    for number, statement in enumerate(assessment.sheet.statements()):
        actions.save_answer(assessment, line=statement.key, choice=str(1 + (number + shift) % 5), now=now)


def set_goal(person: User, now: Any) -> str:
    """Finish a self-assessment, set a goal and return its address."""
    from django.urls import reverse

    from ettle.framework import queries as framework
    from ettle.journey import actions

    assessment = begin_assessment(person, "frontline", now)
    answer_statements(assessment, now)
    actions.finish(assessment, now=now)
    details = actions.GoalDetails(
        "Mornings that people choose", "I ask first", "They say so", "Bashir", framework.list_themes()[:2]
    )
    first = actions.Step("Ask one person tomorrow", None)
    return reverse("journey:goal", args=[actions.set_goal(details, person=person, first=first, now=now).uuid])


def _begin_statements(person: User, now: Any) -> str:
    """Begin a self-assessment and return the address of its first statement."""
    from django.urls import reverse

    return reverse("journey:line", args=[begin_assessment(person, "supervisor", now).uuid, 1])


def play_activities(person: User, now: Any) -> tuple[str, str]:
    """Return the addresses of a card and of a scenario's page, both with what came before them done."""
    from django.urls import reverse

    from ettle.activities import actions
    from ettle.activities.actions.stored_plays import StoredPlay

    version = find_badge("ET-101")
    sort = actions.open_activity(learner=person, version=version, key="sort-20", return_path="/", now=now)
    invitation = actions.invite(learner=person, version=version, by=None, now=now)
    paths = {}
    for invited in (sort, *invitation.activities.select_related("activity_version__activity")):
        attempt = actions.begin(invited, learner=person, now=now)
        kind = invited.activity_version.activity.kind
        take_steps = {"sort": _sort_cards, "scenario": _choose_option}[kind]
        number = take_steps(StoredPlay(attempt, person), now)
        paths[kind] = reverse("activities:step", args=[invited.invitation.uuid, invited.position, number])
    return paths["sort"], paths["scenario"]


def _sort_cards(play: Play, now: Any, *, most: int = 10) -> int:
    """Place the first cards and return the number of the next."""
    from ettle.activities.items.published_content import published_part
    from ettle.activities.items.sort import actions
    from ettle.activities.items.sort.specs import SortSpec

    category = published_part(SortSpec, play.version).categories[0].key
    for number in range(1, most + 1):
        actions.place_card(play, number=number, category=category, now=now)
    return most + 1


def _choose_option(play: Play, now: Any) -> int:
    """Choose on the first page and return the number of the next."""
    from ettle.activities.items.published_content import published_part
    from ettle.activities.items.scenario import actions, engine
    from ettle.activities.items.scenario.specs import ScenarioSpec

    story = published_part(ScenarioSpec, play.version)
    option = engine.available_options(story, engine.begin_scenario(story))[0]
    actions.choose(play, number=1, option=option.key, now=now)
    return 2
