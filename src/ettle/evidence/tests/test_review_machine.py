"""Anything in any order: no step that the table does not name, no second badge, nothing read by the wrong person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ettle.evidence import actions, queries
from ettle.evidence.application.transitions import TRANSITIONS, ReviewState
from ettle.evidence.models import Application, Assignment, Decision, Leave, Mark, MarkingRule, OwnerAlert, Submission
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
ALLOWED = {(before, after) for step in TRANSITIONS for before in step.before for after in step.after}
NAMES, OWN_ASSESSORS = ("isla", "callum", "sam"), ("bashir", "sheila")
LEARNERS, ASSESSORS = st.sampled_from(NAMES), st.sampled_from([*OWN_ASSESSORS, "pool"])
OUTCOMES = st.lists(st.sampled_from(["met", "met", "not-yet"]), min_size=2, max_size=2)


class Reviews(RuleBasedStateMachine):
    """Two learners, two assessors of their organisation, one of the pool, a lead who is named, and outsiders.

    Sam learns without an organisation: only the pool may read what Sam sends.
    """

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now, self.texts = NOW, 0
        self.states: dict[int, ReviewState] = {}
        self.known: set[tuple[str, str]] = set()
        self.people = {name: getattr(cast, name)() for name in ("isla", "callum", "bashir", "freya", "morag", "dougal")}
        for name, organisation in (("sheila", cast.rowan_house()), ("pool", None)):
            self.people[name] = User.objects.create_user(f"{name}@example.org", name=name.title())
            self.people[name].memberships.create(organisation=organisation, role="assessor", began_at=NOW)
        self.people["sam"] = cast.stranger()
        self.people["outsider"] = User.objects.create_user("outsider@example.org", name="Outsider")
        self.version = factories.create_leadership_badge()
        MarkingRule.objects.create(badge=None, share=0.5, first_marks=1)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> Any:
        """Do it, a minute later; a refusal changes nothing."""
        self.now += timedelta(minutes=1)
        try:
            with transaction.atomic():
                return act(*args, **kwargs, now=self.now)
        except Refused:
            return None

    def application(self, learner: str) -> Application | None:
        return queries.applications_of(self.people[learner]).first()

    def submission(self, learner: str) -> Submission | None:
        application = self.application(learner)
        return application.rounds[-1] if application and application.rounds else None

    @rule(learner=LEARNERS)
    def send(self, learner: str) -> None:
        person = self.people[learner]
        application = self.attempt(actions.begin, learner=person, version=self.version)
        if application is None:
            return
        self.texts += 1
        with transaction.atomic():
            try:
                factories.write_answers(application, f"{factories.ENOUGH} {self.texts}", now=self.now)
            except Refused:
                return
        self.attempt(actions.submit, application, by=person, looked=True)

    @rule(learner=LEARNERS)
    def withdraw(self, learner: str) -> None:
        if application := self.application(learner):
            self.attempt(actions.withdraw, application, by=self.people[learner])

    @rule(learner=LEARNERS)
    def undo_send(self, learner: str) -> None:
        if application := self.application(learner):
            self.attempt(actions.undo_send, application, by=self.people[learner])

    @rule(learner=LEARNERS)
    def appeal(self, learner: str) -> None:
        if application := self.application(learner):
            self.attempt(actions.appeal, application, by=self.people[learner])

    @rule(learner=LEARNERS, assessor=ASSESSORS, outcomes=OUTCOMES)
    def decide(self, learner: str, assessor: str, outcomes: list[str]) -> None:
        submission = self.submission(learner)
        if submission is None:
            return
        factories.practise(self.people[assessor], submission)
        for criterion, outcome in zip(submission.application.criteria, outcomes, strict=True):
            reason = {} if outcome == "met" else {"reason": "too-general", "suggestion": factories.SUGGESTION}
            parts = {"reason": "", "suggestion": "", "outcome": outcome, **reason}
            self.attempt(
                actions.save_draft_decision, submission, criterion=criterion, assessor=self.people[assessor], **parts
            )

    @rule(learner=LEARNERS, assessor=ASSESSORS)
    def answer(self, learner: str, assessor: str) -> None:
        if submission := self.submission(learner):
            self.attempt(actions.review, submission, assessor=self.people[assessor], letter="Hello")

    @rule(learner=LEARNERS, assessor=ASSESSORS, reason=st.sampled_from(["copied", "third"]))
    def decline(self, learner: str, assessor: str, reason: str) -> None:
        if submission := self.submission(learner):
            person = self.people[assessor]
            if self.attempt(factories.claim, submission, assessor=person):
                self.look_at_states()
                self.attempt(actions.decline, submission, assessor=person, reason=reason, letter="No")

    @rule(learner=LEARNERS, assessor=ASSESSORS)
    def take_back(self, learner: str, assessor: str) -> None:
        marks = Mark.objects.filter(submission=self.submission(learner), assessor=self.people[assessor])
        if mark := marks.first():
            self.attempt(actions.take_back, mark, assessor=self.people[assessor])

    @rule(learner=LEARNERS, assessor=ASSESSORS)
    def refer(self, learner: str, assessor: str) -> None:
        if submission := self.submission(learner):
            who = {"assessor": self.people[assessor], "referee": self.people["freya"]}
            self.attempt(actions.refer, submission, why="risk", words="See two", **who)

    @rule()
    def return_to_queue(self) -> None:
        if referral := queries.open_referrals_to(self.people["freya"]).first():
            self.attempt(actions.return_to_queue, referral, by=self.people["freya"])

    @rule(learner=LEARNERS, assessor=ASSESSORS, is_known=st.booleans())
    def pass_on(self, learner: str, assessor: str, is_known: bool) -> None:
        if submission := self.submission(learner):
            act = actions.declare_interest if is_known else actions.hand_over
            before = queries.awaiting_review(self.people[assessor]).filter(pk=submission.pk).exists()
            self.attempt(act, submission, assessor=self.people[assessor])
            if is_known and before:
                self.known.add((assessor, learner))

    @rule(learner=LEARNERS, assessor=ASSESSORS)
    def name_manager(self, learner: str, assessor: str) -> None:
        email = self.people[assessor].email
        self.attempt(actions.declare_relation, person=self.people[learner], email=email, kind="manager")
        self.known.add((assessor, learner))

    @rule(assessor=ASSESSORS)
    def go_away(self, assessor: str) -> None:
        today, person = operator_date(self.now), self.people[assessor]
        ends = today + timedelta(days=30)
        self.attempt(actions.record_leave, assessor=person, begins_on=today, ends_on=ends, deputy=None, by=person)

    @rule(assessor=ASSESSORS)
    def come_back(self, assessor: str) -> None:
        for leave in Leave.objects.filter(assessor=self.people[assessor]):
            self.attempt(actions.cancel_leave, leave, by=self.people[assessor])

    @rule(minutes=st.sampled_from([1, 5, 40]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.attempt(actions.settle_due_marks)

    @invariant()
    def look_at_states(self) -> None:
        """Each change of a state is a step of the table."""
        for application in Application.objects.with_status():
            state, before = application.status.review_state, self.states.get(application.pk, ReviewState.DRAFT)
            assert state == before or (before, state) in ALLOWED, (before, state)
            self.states[application.pk] = state

    @invariant()
    def each_badge_is_awarded_once_and_only_when_all_is_met(self) -> None:
        for learner in NAMES:
            person = self.people[learner]
            met = [found for found in queries.applications_of(person) if found.status.is_all_met]
            assert factories.count_awards(person) == len(met) <= 1

    @invariant()
    def what_is_met_is_never_marked_again(self) -> None:
        for decision in Decision.objects.filter(outcome="met").select_related("review__submission"):
            answered = decision.review.submission
            again = Mark.objects.filter(
                submission__application=answered.application_id, submission__round__gt=answered.round
            )
            assert not again.filter(parts__criterion=decision.criterion_id).exists()

    @invariant()
    def each_mark_is_of_another_assessor_who_may(self) -> None:
        for submission in Submission.objects.all():
            assessors = list(submission.marks.values_list("assessor", flat=True))
            assert len(assessors) == len(set(assessors)) <= 3
            assert not {self.people["morag"].pk, submission.application.learner_id} & set(assessors)
            if submission.application.learner == self.people["sam"]:
                assert set(assessors) <= {self.people["pool"].pk}

    @invariant()
    def what_waits_has_one_owner_who_may_own_it_or_an_alerted_person(self) -> None:
        away = set(Leave.objects.on(operator_date(self.now)).values_list("assessor", flat=True))
        for submission in Submission.objects.to_mark():
            owners = [row.assessor for row in Assignment.objects.open().filter(submission=submission)]
            if not owners:
                alerts = OwnerAlert.objects.filter(submission=submission, alerted_at__gt=self.now - timedelta(days=1))
                assert alerts.exists()
                continue
            (owner,) = owners
            assert owner.pk not in away
            assert queries.awaiting_review(owner).filter(pk=submission.pk).exists()

    @invariant()
    def nothing_is_read_by_the_wrong_person(self) -> None:
        outsiders = ("morag", "outsider", "dougal", "freya", *NAMES)
        for submission in Submission.objects.select_related("application__learner"):
            is_sams = submission.application.learner == self.people["sam"]
            for name in (*outsiders, *(OWN_ASSESSORS if is_sams else ())):
                assert queries.reviewable_submission(self.people[name], submission.uuid) is None
            for assessor, learner in self.known:
                if self.people[learner] == submission.application.learner:
                    assert queries.reviewable_submission(self.people[assessor], submission.uuid) is None


def test_no_order_of_steps_breaks_a_rule() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=checks)

    run_state_machine_as_test(Reviews, settings=chosen)
