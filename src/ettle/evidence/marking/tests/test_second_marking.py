"""A second assessor marks without seeing the first; a third decides where they differ."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from ettle.evidence import actions, queries
from ettle.evidence.application.declarations import current_wording, store_wording
from ettle.evidence.application.state import State
from ettle.evidence.marking import actions as marking
from ettle.evidence.marking.selection import draw_number
from ettle.evidence.models import (
    AgreementFigure,
    DriftFigure,
    Mark,
    MarkedCriterion,
    MarkingRule,
    Review,
    SecondMarking,
    Submission,
)
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.eligibility import has_assessor
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_review_pages import page_url
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
Result = SecondMarking.Result


def create_assessor(name: str) -> User:
    """Another assessor of Rowan House."""
    person = User.objects.create_user(f"{name.lower()}@example.org", name=name)
    person.memberships.create(organisation=cast.rowan_house(), role="assessor", began_at=NOW)
    return person


@pytest.fixture
def second() -> User:
    return create_assessor("Sheila")


@pytest.fixture
def third() -> User:
    return create_assessor("Tariq")


@pytest.mark.usefixtures("second")
def test_the_first_ten_answers_of_an_assessor_wait_for_a_second_one() -> None:
    MarkingRule.objects.create(badge=None, share=0, first_marks=2)
    for number in range(3):
        submission = factories.submit_application(factories.begin_application(factories.create_learner(number)))
        factories.send_review(submission, cast.bashir(), "met", "met")

    causes = list(SecondMarking.objects.order_by("pk").values_list("cause", flat=True))

    assert causes == ["new", "new", ""]
    assert Review.objects.count() == 1


def test_a_tenth_is_drawn_the_same_for_ever_and_taking_back_draws_nothing_new(second: User) -> None:
    draws = [draw_number("second-marking", uuid.UUID(int=number)) for number in range(2000)]
    assert draws[:3] == [draw_number("second-marking", uuid.UUID(int=number)) for number in range(3)]
    assert 0.07 < sum(draw < 0.1 for draw in draws) / len(draws) < 0.13

    MarkingRule.objects.create(badge=None, share=1, first_marks=0)
    submission = factories.submit_application()
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=NOW)
    mark = actions.review(submission, assessor=cast.bashir(), letter="Hello", now=NOW)
    actions.take_back(mark, assessor=cast.bashir(), now=NOW)
    marking.change_rule(badge=None, share=0, first_marks=0, by=cast.dougal(), now=NOW)
    actions.review(submission, assessor=cast.bashir(), letter="Hello", now=NOW)

    assert SecondMarking.objects.get().cause == "sample"
    assert has_assessor(submission)


def test_when_both_agree_the_first_letter_goes_out_once(second: User) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "met")
    assert factories.reload_application(submission.application).state == State.WITH_AN_ASSESSOR
    assert factories.count_awards(cast.isla()) == 0

    factories.send_review(submission, second, "met", "met", now=factories.LATER + timedelta(days=1))
    actions.settle_due_marks(now=factories.LATER + timedelta(days=9))

    assert Review.objects.get().assessor == cast.bashir()
    assert SecondMarking.objects.get().result == Result.AGREED
    assert factories.count_awards(cast.isla()) == 1


def test_where_they_differ_a_third_decides(second: User, third: User) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "met")
    factories.send_review(submission, second, "met", "not-yet", now=factories.LATER + timedelta(days=1))
    assert not Review.objects.exists()
    assert not queries.awaiting_review(cast.bashir()).exists()
    assert not queries.awaiting_review(second).exists()

    factories.send_review(submission, third, "met", "not-yet", now=factories.LATER + timedelta(days=2))

    assert Review.objects.get().assessor == third
    assert SecondMarking.objects.get().result == Result.THIRD
    assert factories.reload_application(submission.application).state == State.NOT_YET


def test_a_learner_does_not_wait_for_someone_who_does_not_exist() -> None:
    submission = factories.submit_application()

    factories.send_review(submission, cast.bashir(), "met", "met")

    assert SecondMarking.objects.get().result == Result.NOBODY
    assert factories.count_awards(cast.isla()) == 1


def test_a_learner_does_not_wait_for_someone_who_does_not_take_on_this_badge(second: User) -> None:
    actions.save_profile(
        assessor=second, badges=["another"], roles=(), languages=(), leads_pool=False, by=cast.dougal(), now=NOW
    )
    submission = factories.submit_application()

    factories.send_review(submission, cast.bashir(), "met", "met")

    assert SecondMarking.objects.get().result == Result.NOBODY
    assert factories.count_awards(cast.isla()) == 1


def test_a_second_marking_waits_for_who_is_away(second: User) -> None:
    today = operator_date(factories.LATER)
    actions.record_leave(
        assessor=second, begins_on=today, ends_on=today + timedelta(days=7), deputy=None, by=second, now=NOW
    )
    submission = factories.submit_application()

    factories.send_review(submission, cast.bashir(), "met", "met")

    assert not SecondMarking.objects.get().result
    assert Review.objects.count() == 0


def test_without_a_third_the_first_answer_goes_out(second: User) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "met")
    factories.send_review(submission, second, "not-yet", "met", now=factories.LATER + timedelta(days=1))

    assert SecondMarking.objects.get().result == Result.NOBODY
    assert Review.objects.get().assessor == cast.bashir()


@pytest.mark.usefixtures("second", "third")
def test_what_is_declined_again_after_an_appeal_is_marked_once_more() -> None:
    MarkingRule.objects.create(badge=None, share=0, first_marks=0)
    submission = factories.submit_application()
    factories.practise(cast.bashir(), submission)
    actions.decline(submission, assessor=cast.bashir(), reason="copied", letter="No", now=NOW)
    actions.settle_due_marks(now=NOW + factories.SETTLES)
    appealed = actions.appeal(submission.application, by=cast.isla(), now=NOW)
    other = User.objects.get(name="Sheila")
    factories.practise(other, appealed)

    actions.decline(appealed, assessor=other, reason="copied", letter="No", now=NOW)
    actions.settle_due_marks(now=NOW + factories.SETTLES)

    assert appealed.second_marking.cause == "appeal"
    assert list(queries.awaiting_review(User.objects.get(name="Tariq"))) == [appealed]
    assert not queries.awaiting_review(cast.bashir()).exists()


def _all_that_the_second_sees(client: CheckedClient, second: User, decide: Any) -> str:
    """Everything a second assessor can read, with numbers that differ from run to run taken out."""
    mail.outbox.clear()
    submission = factories.submit_application()
    decide(submission)
    factories.practise(second, submission)
    task_queue.run_due()
    client.force_login(second)
    pages = [
        client.get(address).content.decode()
        for address in (
            page_url("queue"),
            page_url("review", submission.uuid),
            page_url("decide", submission.uuid, 1),
            page_url("decide", submission.uuid, 2),
            page_url("decline", submission.uuid),
            page_url("refer", submission.uuid),
            page_url("hand_on", submission.uuid),
            "/more/",
            "/me/",
        )
    ]
    pages += [str(client.get(page_url("next")).headers["Location"]), str(queries.awaiting_review(second).count())]
    emails = [f"{message.subject}{message.body}" for message in mail.outbox if message.to == [second.email]]
    shown = "\n".join(pages + emails)
    shown = re.sub(r"Stop emails like this: \S+", "", shown.replace(str(submission.uuid), "NUMBER"))
    return re.sub(r'(csrfmiddlewaretoken|name="once"|name="key"|nonce|data-key|ettle-writer)[^>]*', r"\1", shown)


def _meet(submission: Submission) -> None:
    factories.send_review(submission, cast.bashir(), "met", "met")


def _send_back(submission: Submission) -> None:
    factories.send_review(submission, cast.bashir(), "not-yet", "not-yet")


def _decline(submission: Submission) -> None:
    now = factories.LATER
    factories.practise(cast.bashir(), submission)
    actions.decline(submission, assessor=cast.bashir(), reason="copied", letter="No", now=now - factories.SETTLES)
    actions.settle_due_marks(now=now)


def test_nothing_that_a_second_assessor_sees_depends_on_the_first_decision(client: CheckedClient, second: User) -> None:
    seen = []
    for decide in (_meet, _send_back, _decline):
        with transaction.atomic():
            seen.append(_all_that_the_second_sees(client, second, decide))
            transaction.set_rollback(True)

    assert seen[0] == seen[1] == seen[2]
    assert factories.ENOUGH in seen[0]
    assert "Bashir" not in seen[0]
    assert "second marking" not in seen[0].lower()


def test_agreement_and_drift_are_stored_and_administrators_are_told_once(second: User) -> None:
    dougal = cast.dougal()
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    factories.send_review(submission, second, "met", "not-yet", now=factories.LATER + timedelta(days=1))
    marking.store_agreement(now=NOW)
    assert [figure.units for figure in AgreementFigure.objects.all()] == [1, 1]

    _mark_many(submission, cast.bashir(), "met", 40)
    _mark_many(submission, second, "not-yet", 40)
    for _time in range(2):
        marking.store_drift(now=factories.LATER)
    task_queue.run_due()

    assert DriftFigure.objects.filter(alarmed_at__isnull=False).count() == 2
    told = [message for message in mail.outbox if message.to == [dougal.email]]
    assert len(told) == 2
    assert not any("Bashir" in message.body or "Sheila" in message.body for message in told)


def _mark_many(like: Submission, assessor: User, outcome: str, count: int) -> None:
    """Marks of many applications, written as rows."""
    for number in range(count):
        learner = User.objects.create_user(f"{assessor.pk}-{number}@example.org", name="Learner")
        application = factories.begin_application(learner)
        wording = store_wording(current_wording(is_assessed=True), now=NOW)
        declaration = application.declarations.create(wording=wording, ai_use="none", declared_at=NOW)
        submission = application.submissions.create(declaration=declaration, round=1, sent_at=NOW)
        mark = Mark.objects.create(
            submission=submission, assessor=assessor, place=1, letter="x", sent_at=NOW, settles_at=NOW, settled_at=NOW
        )
        reason = {} if outcome == "met" else {"reason": "too-general", "suggestion": "x"}
        criterion = like.answers.first().criterion  # type: ignore[union-attr]
        MarkedCriterion.objects.create(mark=mark, criterion=criterion, outcome=outcome, **reason)


def test_administrators_see_the_figures_and_change_the_rule(client: CheckedClient) -> None:
    client.force_login(cast.dougal())
    page = reverse("evidence:marking")
    assert client.get(page).status_code == 200
    assert client.post(page, {"percent": 120, "first_marks": 3}).status_code == 422

    client.post(page, {"percent": 25, "first_marks": 3})

    assert MarkingRule.objects.get(badge=None).share == 0.25
    with pytest.raises(Refused):
        marking.change_rule(badge=None, share=0, first_marks=0, by=cast.bashir(), now=NOW)
    for person in (cast.bashir(), cast.freya(), cast.isla()):
        client.force_login(person)
        assert client.get(page).status_code == 404


def test_one_badge_has_a_rule_of_its_own_and_can_follow_all_again(client: CheckedClient) -> None:
    version = factories.create_leadership_badge()
    client.force_login(cast.dougal())
    page = reverse("evidence:marking-rule", args=[version.badge.slug])
    assert "This badge follows the rule for all badges." in client.get(page).content.decode()

    client.post(page, {"percent": 50, "first_marks": 1})

    assert MarkingRule.objects.get(badge=version.badge).share == 0.5
    listed = client.get(reverse("evidence:marking")).content.decode()
    assert "50 in 100, and the first 1 of a new assessor" in listed
    assert "This badge has a rule of its own." in client.get(page).content.decode()
    client.post(reverse("evidence:remove-marking-rule", args=[version.badge.slug]))
    assert not MarkingRule.objects.filter(badge=version.badge).exists()
    assert client.get(reverse("evidence:marking-rule", args=["no-such-badge"])).status_code == 404
    client.force_login(cast.bashir())
    assert client.get(page).status_code == 404
