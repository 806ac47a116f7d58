"""A real site with people part-way on their journeys: started once for a run of the benchmarks, ended with it.

The same database is open in this process too, to set the stage and to look at single pages without a network.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ettle.instruments.queries import current_version
from tests.journeys.site import ROOT, Site

if TYPE_CHECKING:
    from ettle.badges.models import Award, BadgeVersion
    from ettle.evidence.models import Application
    from ettle.people.models import User

WORDS = "I asked her first what would make it a good morning and then we planned the rest of it together. "
ENOUGH = WORDS * 12
WAITING = 20


@cache
def site() -> Site:
    """The site every benchmark of this run asks. Its data go when the run ends."""
    folder = tempfile.TemporaryDirectory(prefix="ettle-bench-")
    atexit.register(folder.cleanup)
    running = Site(Path(folder.name, "var"))
    running.start()
    atexit.register(running.stop)
    return running


@cache
def door() -> None:
    """Open the site's database in this process, with the settings the site has."""
    at = site()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings",
        "ETTLE_DATA": str(at.data),
        "ETTLE_DEMO": "1",
        "ETTLE_PUBLIC_URL": at.url,
        "ETTLE_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "ETTLE_LOG_LEVEL": "ERROR",
    }
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()


@dataclass(frozen=True)
class Cast:
    """isla has come far: a result, a goal, a badge, an invitation half played. callum writes; bashir has a queue."""

    isla: User
    callum: User
    bashir: User
    freya: User
    written: Application
    sort: str
    scenario: str
    line: str
    award: Award


@cache
def cast() -> Cast:
    """Bring the people of the demonstration to where the pages have something to show."""
    door()
    from django.utils import timezone

    from ettle.badges import queries as badges
    from ettle.people.models import User

    now = timezone.now()
    people = {name: User.objects.get(email=f"{name}@example.org") for name in ("isla", "callum", "bashir", "freya")}
    isla, callum = people["isla"], people["callum"]
    award = _earned("ET-001", isla, now)
    _earned("ET-001", callum, now)
    _look_and_aim(isla, now)
    line = _line_of(callum, now)
    written = written_by(callum, now)
    for number in range(WAITING):
        send(written_by(newcomer(number, now), now), now)
    sort, scenario = _playing(isla, now)
    assert badges.learner_awards(isla).exists()
    return Cast(**people, written=written, sort=sort, scenario=scenario, line=line, award=award)


def newcomer(number: int, now: Any, *, holds: bool = True) -> User:
    """One more learner at Rowan House. holds: has earned the first badge, which applications ask for."""
    from ettle.people.actions import add_person
    from ettle.people.models import Organisation

    person = add_person(email=f"learner{number}@example.org", name=f"Learner {number}", now=now, by=None)
    house = Organisation.objects.get(slug="rowan-house")
    person.memberships.create(organisation=house, role="learner", began_at=now)
    if holds:
        _earned("ET-001", person, now)
    return person


def written_by(person: User, now: Any) -> Application:
    """An application for ET-101 with every answer written and the declarations made."""
    from ettle.evidence import actions, queries

    begun = actions.begin(learner=person, version=version("ET-101"), now=now)
    application = queries.applications_of(person).get(pk=begun.pk)
    for criterion in application.criteria:
        actions.save_answer(application, criterion=criterion, text=ENOUGH, base=0, key=uuid.uuid4(), by=person, now=now)
    actions.declare(application, ai_use="none", ai_words="", by=person, now=now)
    return queries.applications_of(person).get(pk=begun.pk)


def send(application: Application, now: Any) -> None:
    from ettle.evidence import actions

    actions.submit(application, by=application.learner, looked=True, now=now)


def version(number: str) -> BadgeVersion:
    """The newest version of a badge."""
    from ettle.badges import queries as badges

    return badges.current_versions().get(badge__number=number)


def _earned(number: str, person: User, now: Any) -> Award:
    from ettle.badges.award import signing
    from ettle.badges.models import Award

    given = promised(version(number), person, now)
    signing.issue_credential(str(given.uuid), now=now)
    return Award.objects.with_related().get(pk=given.pk)


def promised(badge: BadgeVersion, person: User, now: Any) -> Award:
    """An award that waits to be signed by us; the site's worker is not told of it."""
    from django.db import transaction

    from ettle.badges import actions
    from ettle.kit.models import WaitingTask

    with transaction.atomic():
        given = actions.award(learner=person, version=badge, by=None, now=now)
        WaitingTask.objects.filter(key=f"sign/{given.uuid}").delete()
    return given


def _look_and_aim(person: User, now: Any) -> None:
    from ettle.framework import queries as framework
    from ettle.journey import actions

    version = current_version()
    assert version is not None
    assessment = actions.begin(person=person, version=version, role="frontline", now=now)
    for number, line in enumerate(assessment.sheet.statements()):
        actions.save_answer(assessment, line=line.key, choice=str(1 + number % 5), now=now)
    actions.finish(assessment, now=now)
    words = actions.GoalDetails(
        "Mornings that people choose", "I ask first", "They say so", "Bashir", framework.list_themes()[:2]
    )
    actions.set_goal(words, person=person, first=actions.Step("Ask one person tomorrow", None), now=now)


def _line_of(person: User, now: Any) -> str:
    """The address of the first line of an open self-assessment."""
    from django.urls import reverse

    from ettle.journey import actions

    version = current_version()
    assert version is not None
    assessment = actions.begin(person=person, version=version, role="supervisor", now=now)
    return reverse("journey:line", args=[assessment.uuid, 1])


def _playing(person: User, now: Any) -> tuple[str, str]:
    """Addresses of a card and of a scenario's page, both with what came before them."""
    from django.urls import reverse

    from ettle.activities import actions
    from ettle.activities.items.published_content import published_part
    from ettle.activities.items.scenario import actions as scenario_actions
    from ettle.activities.items.scenario import engine
    from ettle.activities.items.scenario.specs import ScenarioSpec
    from ettle.activities.items.sort import actions as sort_actions
    from ettle.activities.items.sort.specs import SortSpec

    invitation = actions.invite(learner=person, version=version("ET-101"), by=None, now=now)
    places = {}
    for invited in invitation.activities.select_related("activity_version__activity"):
        attempt = actions.begin(invited, learner=person, now=now)
        activity, kind = invited.activity_version, invited.activity_version.activity.kind
        if kind == "sort":
            key = published_part(SortSpec, activity).categories[0].key
            for number in range(1, 11):
                sort_actions.place_card(attempt, number=number, category=key, learner=person, now=now)
        else:
            story = published_part(ScenarioSpec, activity)
            option = engine.available_options(story, engine.begin_scenario(story))[0]
            scenario_actions.choose(attempt, number=1, option=option.key, learner=person, now=now)
        number = 11 if kind == "sort" else 2
        places[kind] = reverse("activities:step", args=[invitation.uuid, invited.position, number])
    return places["sort"], places["scenario"]
