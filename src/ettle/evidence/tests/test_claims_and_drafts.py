"""A claim is for half an hour from the last save; drafts survive everything; an answer can be taken back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.models import Claim, Submission
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_review_pages import decision_fields, page_url
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def submission() -> Submission:
    """Sent work that Bashir may decide on: he has seen the examples of its badge."""
    sent = factories.submit_application()
    factories.practise(cast.bashir(), sent)
    return sent


@pytest.fixture
def colleague() -> User:
    """Assesses for the whole site."""
    person = cast.stranger()
    person.memberships.create(organisation=None, role="assessor", began_at=NOW)
    return person


def test_a_claim_keeps_colleagues_out_until_it_expires(submission: Submission, colleague: User) -> None:
    factories.claim(submission, assessor=cast.bashir(), now=NOW)

    with pytest.raises(actions.WithColleague):
        factories.claim(submission, assessor=colleague, now=NOW + timedelta(minutes=29))
    taken = factories.claim(submission, assessor=colleague, now=NOW + HALF_AN_HOUR)

    assert taken.assessor == colleague


def test_each_save_renews_the_claim(submission: Submission) -> None:
    factories.claim(submission, assessor=cast.bashir(), now=NOW)

    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=NOW + timedelta(minutes=20))

    assert Claim.objects.get().expires_at == NOW + timedelta(minutes=50)


def test_a_colleague_who_takes_over_sees_nothing_of_the_first_drafts(submission: Submission, colleague: User) -> None:
    factories.draft_decisions(submission, cast.bashir(), "not-yet", "met", now=NOW)
    factories.claim(submission, assessor=colleague, now=NOW + HALF_AN_HOUR)

    assert not submission.drafts.filter(assessor=colleague).exists()
    with pytest.raises(Refused, match="every criterion"):
        actions.review(submission, assessor=colleague, letter="Hello", now=NOW + HALF_AN_HOUR)


def test_colleagues_read_until_when_it_is_claimed(
    client: CheckedClient, submission: Submission, colleague: User
) -> None:
    factories.claim(submission, assessor=colleague, now=timezone.now())
    client.force_login(cast.bashir())

    assert b"With a colleague until about" in client.get(page_url("queue")).content
    shown = client.get(page_url("review", submission.uuid)).content
    assert b"With a colleague until about" in shown
    assert b"Read and decide" not in shown
    refused = client.post(page_url("decide", submission.uuid, 1), decision_fields("not-yet", "too-general", "Mine"))
    assert refused.status_code == 422
    assert b"Mine" in refused.content
    assert client.get(page_url("next")).url == page_url("queue")  # type: ignore[attr-defined]


def test_a_half_done_decision_and_a_letter_are_still_there_after_signing_out(
    client: CheckedClient, submission: Submission
) -> None:
    client.force_login(cast.bashir())
    half = decision_fields("not-yet", "", "Tell it as one")
    saved = client.post(page_url("save-decision", submission.uuid, 1), half)
    client.post(page_url("save-letter", submission.uuid), {"letter": "Hello Isla, I have"})
    client.logout()
    client.force_login(cast.bashir())

    assert "Yours until about" in saved.json()["words"]
    assert b"Tell it as one" in client.get(page_url("decide", submission.uuid, 1)).content
    assert b"Half done" in client.get(page_url("review", submission.uuid)).content
    assert client.get(page_url("letter", submission.uuid)).status_code == 302  # a half-done decision is none
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=timezone.now())
    letter = client.get(page_url("letter", submission.uuid)).content
    assert b"Hello Isla, I have" in letter
    assert b"You changed a decision after you wrote this letter" in letter
    assert b"Every criterion is met" in client.get(page_url("letter", submission.uuid) + "?new=1").content


def test_what_the_form_refuses_is_stored_as_a_draft(client: CheckedClient, submission: Submission) -> None:
    client.force_login(cast.bashir())

    client.post(page_url("decide", submission.uuid, 1), decision_fields("not-yet", "", "Only half"))

    assert submission.drafts.get().suggestion == "Only half"


@pytest.mark.parametrize("person", [cast.isla, cast.freya, cast.morag, cast.stranger, cast.dougal])
def test_no_one_else_saves_a_draft(client: CheckedClient, submission: Submission, person: Any) -> None:
    client.force_login(person())

    assert client.post(page_url("save-decision", submission.uuid, 1), decision_fields("met")).status_code == 404
    assert client.post(page_url("save-letter", submission.uuid), {"letter": "x"}).status_code == 404
    assert client.post(page_url("claim", submission.uuid)).status_code == 404
    assert client.post(page_url("take-back", submission.uuid)).status_code == 404
    assert not submission.drafts.exists()


def test_saving_can_go_on_with_the_same_criterion_of_the_next_person(client: CheckedClient) -> None:
    first = factories.submit_application(now=NOW)
    second = factories.submit_application(factories.begin_application(cast.callum()), now=NOW + timedelta(hours=1))
    factories.practise(cast.bashir(), first)
    client.force_login(cast.bashir())

    following = client.post(page_url("decide", first.uuid, 2), {**decision_fields("met"), "person": "next"})
    last = client.post(page_url("decide", second.uuid, 2), {**decision_fields("met"), "person": "next"})

    assert following.url == page_url("decide", second.uuid, 2)  # type: ignore[attr-defined]
    assert last.url == page_url("review", second.uuid)  # type: ignore[attr-defined]


def test_an_answer_counts_after_five_minutes_and_only_then_reaches_the_learner(submission: Submission) -> None:
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=NOW)
    actions.review(submission, assessor=cast.bashir(), letter="Hello", now=NOW)

    actions.settle_due_marks(now=NOW + timedelta(minutes=4, seconds=59))
    assert factories.count_awards(cast.isla()) == 0
    assert factories.reload_application(submission.application).state == State.WITH_AN_ASSESSOR
    assert queries.awaiting_review(cast.bashir()).count() == 0
    task_queue.run_due()  # the real clock is later by far: the durable task does it
    task_queue.run_due()

    assert factories.count_awards(cast.isla()) == 1
    assert sum(message.subject.startswith("There is an answer") for message in mail.outbox) == 1


def test_an_answer_that_is_taken_back_comes_back_as_it_was_and_can_be_sent_again(submission: Submission) -> None:
    bashir = cast.bashir()
    factories.draft_decisions(submission, bashir, "met", "not-yet", now=NOW)
    actions.save_letter_draft(submission, assessor=bashir, text="My letter", now=NOW)
    mark = actions.review(submission, assessor=bashir, letter="My letter", now=NOW)

    actions.take_back(mark, assessor=bashir, now=NOW + timedelta(minutes=2))
    task_queue.run_due()

    assert factories.reload_application(submission.application).state == State.WITH_AN_ASSESSOR
    assert [draft.suggestion for draft in submission.drafts.order_by("criterion")] == ["", factories.SUGGESTION]
    assert submission.letter_drafts.get().text == "My letter"
    again = actions.review(submission, assessor=bashir, letter="My letter", now=NOW + timedelta(minutes=3))
    with pytest.raises(Refused, match="gone out"):
        actions.take_back(again, assessor=bashir, now=NOW + timedelta(minutes=8))


def test_take_back_is_a_button_of_the_queue_and_of_the_page(client: CheckedClient, submission: Submission) -> None:
    client.force_login(cast.bashir())
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=timezone.now())
    sent = client.post(page_url("letter", submission.uuid), {"letter": "Hello", "once": str(uuid.uuid4())}, follow=True)

    assert b"you can take it back" in sent.content
    assert b"Take it back" in client.get(page_url("review", submission.uuid)).content
    client.post(page_url("take-back", submission.uuid))

    assert b"Read and decide" not in client.get(page_url("review", submission.uuid)).content
    assert b"Go to the letter" in client.get(page_url("review", submission.uuid)).content


def test_withdrawing_before_it_counts_leaves_no_answer(submission: Submission) -> None:
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=NOW)
    actions.review(submission, assessor=cast.bashir(), letter="Hello", now=NOW)

    actions.withdraw(submission.application, by=cast.isla(), now=NOW)
    task_queue.run_due()

    assert factories.count_awards(cast.isla()) == 0
    assert not submission.marks.exists()
