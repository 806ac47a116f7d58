"""Four months of arrivals, leave and resignations: nothing waits a day without an owner or an alerted person."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ettle.evidence import actions
from ettle.evidence.models import Application, Assignment, Declaration, Leave, OwnerAlert, Relation, Submission
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing import actions as routing
from ettle.evidence.scheduled_tasks import look_after_owners
from ettle.evidence.tests import factories
from ettle.people import actions as people
from ettle.people.models import Membership, Organisation, User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion

pytestmark = pytest.mark.django_db
DAY, DAYS = timedelta(days=1), 120


class Simulation:
    """People come, write, assess, go on leave and leave, at random from a seed. Checks are made apart from the rule."""

    def __init__(self, seed: int, version: BadgeVersion) -> None:
        self.random, self.version, self.number = random.Random(seed), version, 0
        self.organisations = [cast.rowan_house(), cast.larch_care(), None]
        self.administrator = cast.dougal()

    def run_day(self, now: datetime) -> None:
        chance = self.random.random
        if chance() < 0.5:
            self.send(now)
        if chance() < 0.03:
            self.add_assessor(now)
        if chance() < 0.02:
            self.end_assessor(now)
        if chance() < 0.04:
            self.record_leave(now)
        self.answer(now)
        look_after_owners.call(at=now.isoformat())

    def person(self, organisation: Organisation | None, role: str, now: datetime) -> User:
        self.number += 1
        person = User.objects.create_user(f"p{self.number}@example.org", name=f"P{self.number}", welcomed_at=now)
        if organisation is not None or role == "assessor":
            person.memberships.create(organisation=organisation, role=role, began_at=now)
        return person

    def send(self, now: datetime) -> None:
        learner = self.person(self.random.choice(self.organisations), "learner", now)
        assessors = list(User.objects.filter(memberships__role="assessor").order_by("pk"))
        if assessors and self.random.random() < 0.2:
            manager = self.random.choice(assessors)
            actions.declare_relation(person=learner, email=manager.email, kind="manager", now=now)
        application = Application.objects.create(
            learner=learner, badge=self.version.badge, version=self.version, begun_at=now
        )
        declaration = Declaration.objects.create(application=application, ai_use="none", declared_at=now)
        sent = Submission.objects.create(application=application, declaration=declaration, round=1, sent_at=now)
        routing.start_waiting(sent, now=now)

    def add_assessor(self, now: datetime) -> None:
        self.person(self.random.choice(self.organisations), "assessor", now)

    def end_assessor(self, now: datetime) -> None:
        current = list(Membership.objects.current().filter(role="assessor").order_by("pk"))
        if current:
            people.end_membership(membership=self.random.choice(current), by=self.administrator, now=now)

    def record_leave(self, now: datetime) -> None:
        current = list(Membership.objects.current().filter(role="assessor").order_by("pk"))
        if current:
            assessor, begins = self.random.choice(current).person, operator_date(now) + self.random.randint(0, 5) * DAY
            ends = begins + self.random.randint(0, 20) * DAY
            actions.record_leave(assessor=assessor, begins_on=begins, ends_on=ends, deputy=None, by=assessor, now=now)

    def answer(self, now: datetime) -> None:
        """Some owners answer: the oldest first."""
        for assignment in Assignment.objects.open().order_by("submission")[:3]:
            if self.random.random() < 0.25:
                routing.stop_waiting(assignment.submission, why=routing.WhyEnded.ANSWERED, now=now)


def may_own(assignment: Assignment, now: datetime) -> bool:
    """Whether the owner may own it, asked in plain steps."""
    assessor, learner = assignment.assessor, assignment.submission.application.learner
    learns_in = set(learner.memberships.filter(role="learner", ended_at=None).values_list("organisation", flat=True))
    assesses = assessor.memberships.filter(role="assessor", ended_at=None).values_list("organisation", flat=True)
    is_named = Relation.objects.filter(person=learner, email=assessor.email).exists()
    is_away = Leave.objects.on(operator_date(now)).filter(assessor=assessor).exists()
    is_theirs = any(organisation is None or organisation in learns_in for organisation in assesses)
    return is_theirs and assessor != learner and assessor.is_active and not is_named and not is_away


@pytest.mark.parametrize("seed", [1])
def test_in_four_months_nothing_waits_a_day_without_an_owner_or_an_alerted_person(seed: int) -> None:
    simulation = Simulation(seed, factories.create_leadership_badge())
    unowned, wrong = 0, 0

    for number in range(DAYS):
        now = NOW + number * DAY
        simulation.run_day(now)
        alerted = OwnerAlert.objects.filter(alerted_at__gt=now - DAY).values("submission")
        owned = Assignment.objects.open()
        waiting = Submission.objects.filter(promise__closed_at=None).exclude(pk__in=owned.values("submission"))
        unowned += waiting.exclude(pk__in=alerted).count()
        if number % 7 == 0:
            wrong += sum(not may_own(assignment, now) for assignment in owned)
    handed_over = Assignment.objects.exclude(why_ended__in=["", "answered"]).count()

    assert (unowned, wrong) == (0, 0)
    assert Submission.objects.count() > 40
    assert handed_over > 5
    assert OwnerAlert.objects.exists()
