"""Months of arrivals, leave and resignations, at random from a seed: two organisations and a pool."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from ettle.evidence import actions
from ettle.evidence.application.declarations import current_wording, store_wording
from ettle.evidence.models import Application, Assignment, Declaration, Leave, Relation, Submission
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing import actions as routing
from ettle.evidence.scheduled_tasks import SCHEDULED_TASKS, look_after_owners
from ettle.kit.refusal import Refused
from ettle.people import actions as people
from ettle.people.models import Membership, Organisation, User
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion

A_DAY = timedelta(days=1)
LOOKS_OF_A_SITE = A_DAY // next(task.every for task in SCHEDULED_TASKS if task.key == "evidence/owners")  # a day
MOST_ASSESSORS = 10
# What happens in a day, on average, by the name of the method that does it.
EVENTS = {
    "send": 1.0,
    "answer": 1.0,
    "act_on_alert": 0.5,
    "add_assessor": 0.07,
    "end_assessor": 0.02,
    "switch_off_assessor": 0.005,
    "erase_assessor": 0.005,
    "record_leave": 0.07,
    "pass_on": 0.05,
    "change_profile": 0.04,
    "name_manager": 0.04,
    "move_learner": 0.02,
    "withdraw": 0.02,
    "replace_administrator": 0.004,
}


class Simulation:
    """What it counts is asked in plain steps, apart from the rule of the product.

    now: the simulated time. without: how often something that waits had neither an owner nor an alerted person for 24
    hours. wrong: how often an owner, after a look, was someone who may not own it. longest: the longest gap.
    """

    def __init__(self, seed: int, versions: list[BadgeVersion], now: datetime, *, looks_a_day: int) -> None:
        self.looks_a_day = looks_a_day
        self.random, self.versions, self.now, self.number = random.Random(seed), versions, now, 0
        self.organisations: list[Organisation | None] = [cast.rowan_house(), cast.larch_care(), None]
        self.administrator = cast.dougal()
        self.add_administrator()
        self.without, self.wrong, self.longest = 0, 0, timedelta()
        for organisation in (*self.organisations, None):
            self.add_person(organisation, "assessor")

    def run(self, days: int) -> None:
        for look in range(1, days * self.looks_a_day + 1):
            ends = self.now + A_DAY / self.looks_a_day
            began = self.now
            names = self.choose_events()
            for share in sorted(self.random.random() for _name in names):
                self.now = began + share * (ends - began)
                getattr(self, names.pop())()
            self.now = ends
            self.measure_gaps()
            look_after_owners.call(at=self.now.isoformat())
            if look % self.looks_a_day == 0:
                self.wrong += sum(not may_own(assignment, self.now) for assignment in Assignment.objects.open())

    def choose_events(self) -> list[str]:
        """Return what happens before the next look, in the order of chance."""
        found = []
        for name, rate in EVENTS.items():
            share = rate / self.looks_a_day
            found += [name] * (int(share) + (self.random.random() < share % 1))
        self.random.shuffle(found)
        return found

    def measure_gaps(self) -> None:
        """For what waits without an owner: the time since it was sent, last owned, or last told to an active person."""
        owned = Assignment.objects.open().values("submission")
        alerted = Max("alerts__alerted_at", filter=Q(alerts__person__is_active=True))
        waiting = Submission.objects.filter(promise__closed_at=None).exclude(pk__in=owned).order_by()
        for last in waiting.annotate(
            last=Greatest(
                "sent_at", Coalesce(alerted, F("sent_at")), Coalesce(Max("assignments__ended_at"), F("sent_at"))
            )
        ).values_list("last", flat=True):
            self.longest = max(self.longest, self.now - last)
            self.without += self.now - last > A_DAY

    def add_person(self, organisation: Organisation | None, role: str) -> User:
        self.number += 1
        name = f"P{self.number}"
        person = User.objects.create_user(f"{name.lower()}@example.org", name=name, welcomed_at=self.now)
        if organisation is not None or role == "assessor":
            person.memberships.create(organisation=organisation, role=role, began_at=self.now)
        return person

    def assessors(self) -> QuerySet[Membership]:
        return Membership.objects.current().filter(role="assessor", person__is_active=True).order_by("pk")

    def choose_assessor(self) -> User | None:
        found = list(self.assessors().select_related("person"))
        return self.random.choice(found).person if found else None

    def choose_waiting(self) -> Submission | None:
        found = list(Submission.objects.filter(promise__closed_at=None).order_by("pk"))
        return self.random.choice(found) if found else None

    def send(self) -> None:
        learner = self.add_person(self.random.choice(self.organisations), "learner")
        version = self.random.choice(self.versions)
        application = Application.objects.create(
            learner=learner, badge=version.badge, version=version, begun_at=self.now
        )
        wording = store_wording(current_wording(is_assessed=True), now=self.now)
        declaration = Declaration.objects.create(
            application=application, wording=wording, ai_use="none", declared_at=self.now
        )
        sent = Submission.objects.create(application=application, declaration=declaration, round=1, sent_at=self.now)
        routing.start_waiting(sent, now=self.now)

    def answer(self) -> None:
        """An owner answers: the oldest first, more often than not."""
        for assignment in Assignment.objects.open().order_by("submission")[self.random.choice((0, 0, 3)) :][:1]:
            routing.stop_waiting(assignment.submission, why=routing.WhyEnded.ANSWERED, now=self.now)

    def withdraw(self) -> None:
        if submission := self.choose_waiting():
            routing.stop_waiting(submission, why=routing.WhyEnded.WITHDRAWN, now=self.now)

    def act_on_alert(self) -> None:
        """An administrator who was alerted finds an assessor for the first that waits without one."""
        owned = Assignment.objects.open().values("submission")
        waiting = Submission.objects.filter(promise__closed_at=None).exclude(pk__in=owned).order_by("pk").first()
        if waiting is not None:
            current = waiting.application.learner.memberships.filter(ended_at=None).first()
            self.add_person(current.organisation if current else None, "assessor")

    def add_assessor(self) -> None:
        if self.assessors().count() < MOST_ASSESSORS:
            self.add_person(self.random.choice(self.organisations), "assessor")

    def end_assessor(self) -> None:
        if current := list(self.assessors()):
            membership = self.random.choice(current)
            people.end_membership(membership=membership, by=self.administrator, now=self.now)

    def switch_off_assessor(self) -> None:
        """Someone closes an account in the administration of Django, which calls no action of ours."""
        if assessor := self.choose_assessor():
            User.objects.filter(pk=assessor.pk).update(is_active=False)

    def erase_assessor(self) -> None:
        if assessor := self.choose_assessor():
            people.leave(assessor, now=self.now)

    def record_leave(self) -> None:
        assessor, deputy = self.choose_assessor(), self.choose_assessor()
        if assessor:
            begins = operator_date(self.now) + self.random.randint(0, 5) * A_DAY
            ends = begins + self.random.randint(0, 20) * A_DAY
            second = deputy if deputy != assessor else None
            with suppress(Refused):  # they are away already on some of these days
                actions.record_leave(
                    assessor=assessor, begins_on=begins, ends_on=ends, deputy=second, by=assessor, now=self.now
                )

    def pass_on(self) -> None:
        """An owner leaves it to a colleague, or says that they know the learner."""
        act = self.random.choice((actions.hand_over, actions.declare_interest))
        for assignment in Assignment.objects.open().order_by("-submission")[:1]:
            if assignment.assessor.is_active:
                act(assignment.submission, assessor=assignment.assessor, now=self.now)

    def change_profile(self) -> None:
        assessor = self.choose_assessor()
        if assessor:
            badges = self.random.choice(((), (self.versions[0].badge.slug,)))
            leads = self.random.random() < 0.2
            actions.save_profile(
                assessor=assessor,
                badges=badges,
                roles=(),
                languages=(),
                leads_pool=leads,
                by=self.administrator,
                now=self.now,
            )

    def name_manager(self) -> None:
        submission, assessor = self.choose_waiting(), self.choose_assessor()
        if submission and assessor and submission.application.learner != assessor:
            learner = submission.application.learner
            actions.declare_relation(person=learner, email=assessor.email, kind="manager", now=self.now)

    def move_learner(self) -> None:
        """A learner whose work waits leaves their organisation."""
        submission = self.choose_waiting()
        current = Membership.objects.current().filter(role="learner")
        membership = current.filter(person__applications__submissions=submission).first() if submission else None
        if membership:
            people.end_membership(membership=membership, by=self.administrator, now=self.now)

    def add_administrator(self) -> None:
        person = self.add_person(None, "administrator")
        User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)

    def replace_administrator(self) -> None:
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.administrator.pk)
        others.update(is_active=False)
        self.add_administrator()


def may_own(assignment: Assignment, now: datetime) -> bool:
    """Whether the owner may own it, asked in plain steps."""
    assessor, learner = assignment.assessor, assignment.submission.application.learner
    learns_in = set(learner.memberships.filter(role="learner", ended_at=None).values_list("organisation", flat=True))
    assesses = assessor.memberships.filter(role="assessor", ended_at=None).values_list("organisation", flat=True)
    is_named = Relation.objects.filter(person=learner, email=assessor.email).exists()
    is_away = Leave.objects.on(operator_date(now)).filter(assessor=assessor).exists()
    is_theirs = any(organisation is None or organisation in learns_in for organisation in assesses)
    return is_theirs and assessor != learner and assessor.is_active and not is_named and not is_away
