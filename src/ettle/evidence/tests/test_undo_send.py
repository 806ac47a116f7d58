"""What was sent can be taken back until an assessor opens it; an application can be withdrawn with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.marking.queries import withdrawal_counts
from ettle.evidence.models import AnswerFile, SentAnswer, Submission, Withdrawal
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def sent() -> Submission:
    cast.bashir()
    return factories.submit_application()


def page_url(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args)


def test_taking_back_opens_the_answers_and_empties_the_queue(isla: Any, sent: Submission) -> None:
    bashir, number = cast.bashir(), sent.application.uuid
    assert list(queries.awaiting_review(bashir)) == [sent]
    assert "Take it back" in isla.get(page_url("application", number)).content.decode()

    isla.post(page_url("undo-send", number))

    application = factories.reload_application(sent.application)
    assert application.state == State.STARTED
    assert application.status.open_to_change == {criterion.pk for criterion in application.criteria}
    assert not queries.awaiting_review(bashir)
    assert queries.reviewable_submission(bashir, sent.uuid) is None
    assert not SentAnswer.objects.filter(submission=sent)
    assert Submission.objects.get(pk=sent.pk).taken_back_at is not None
    assert queries.application_summaries(cast.isla())[0].state == State.STARTED


def test_the_owner_is_told_that_it_does_not_wait_and_no_reminder_follows(sent: Submission) -> None:
    task_queue.run_due()
    mail.outbox.clear()

    actions.undo_send(sent.application, by=cast.isla(), now=SOON)
    task_queue.run_due()

    assert [(message.to, "taken back" in message.subject) for message in mail.outbox] == [([cast.bashir().email], True)]
    assert cast.isla().name not in mail.outbox[0].body
    assert sent.promise.is_open()
    sent.promise.refresh_from_db()
    assert not sent.promise.is_open()


def test_whoever_owned_withdrawn_work_reads_that_it_was_withdrawn_and_the_link_says_so_too(
    client: CheckedClient, sent: Submission
) -> None:
    task_queue.run_due()
    mail.outbox.clear()
    client.force_login(cast.bashir())
    review = page_url("review", sent.uuid)

    actions.withdraw(sent.application, by=cast.isla(), now=SOON)
    task_queue.run_due()

    [message] = mail.outbox
    assert "withdrawn" in message.subject
    assert "taken back" not in message.body
    assert "comes back" not in message.body
    page = client.get(review)
    assert (page.status_code, b"has withdrawn this application" in page.content) == (200, True)
    assert cast.isla().name not in page.content.decode()
    assert b"My words" in client.post(page_url("letter", sent.uuid), {"letter": "My words"}).content
    client.force_login(cast.morag())
    assert client.get(review).status_code == 404


def test_it_can_be_changed_and_sent_again_as_the_same_round(sent: Submission) -> None:
    actions.undo_send(sent.application, by=cast.isla(), now=SOON)
    factories.write_answers(sent.application, f"{factories.ENOUGH} now", now=SOON)

    again = actions.submit(sent.application, by=cast.isla(), looked=True, now=SOON)

    assert again.round == 1
    assert list(queries.awaiting_review(cast.bashir())) == [again]
    assert [each.pk for each in factories.reload_application(sent.application).rounds] == [again.pk]


def test_the_same_words_may_be_sent_again_after_they_were_taken_back(sent: Submission) -> None:
    actions.undo_send(sent.application, by=cast.isla(), now=SOON)
    actions.declare(sent.application, ai_use="none", ai_words="", by=cast.isla(), now=SOON)

    assert actions.submit(sent.application, by=cast.isla(), looked=True, now=SOON).round == 1


def test_once_an_assessor_has_opened_it_taking_back_is_refused_with_what_to_do(isla: Any, sent: Submission) -> None:
    factories.claim(sent, assessor=cast.bashir(), now=SOON)
    number = sent.application.uuid

    assert "Take it back" not in isla.get(page_url("application", number)).content.decode()
    shown = isla.post(page_url("undo-send", number), follow=True).content.decode()

    assert "An assessor has opened this, so you cannot take it back. Wait for the answer." in shown
    assert "withdraw the application" in shown
    assert Submission.objects.get(pk=sent.pk).taken_back_at is None


def test_opened_stays_opened_when_the_assessor_passes_it_on(sent: Submission) -> None:
    factories.claim(sent, assessor=cast.bashir(), now=SOON)
    actions.hand_over(sent, assessor=cast.bashir(), now=SOON)
    assert factories.reload_application(sent.application).state == State.SENT

    with pytest.raises(Refused, match="has opened this"):
        actions.undo_send(sent.application, by=cast.isla(), now=SOON)


def test_an_answer_and_someone_elses_application_cannot_be_taken_back(isla: Any, sent: Submission) -> None:
    with pytest.raises(Refused, match="Only the person"):
        actions.undo_send(sent.application, by=cast.callum(), now=SOON)
    factories.switch_off_second_marking()
    factories.send_review(sent, cast.bashir(), "met", "not-yet")

    with pytest.raises(Refused, match="not waiting for an answer"):
        actions.undo_send(sent.application, by=cast.isla(), now=factories.LATER)

    isla.force_login(cast.callum())
    assert isla.post(page_url("undo-send", sent.application.uuid)).status_code == 404


def test_a_second_round_that_is_taken_back_is_not_yet_again(sent: Submission) -> None:
    factories.switch_off_second_marking()
    factories.send_review(sent, cast.bashir(), "met", "not-yet")
    later = factories.LATER + timedelta(hours=1)
    factories.write_answers(sent.application, f"{factories.ENOUGH} again", now=later)
    actions.submit(sent.application, by=cast.isla(), looked=True, now=later)

    actions.undo_send(sent.application, by=cast.isla(), now=later)

    application = factories.reload_application(sent.application)
    assert application.state == State.NOT_YET
    assert [
        criterion.title for criterion in application.criteria if criterion.pk in application.status.open_to_change
    ] == ["What you did"]


def test_a_draft_that_was_taken_back_can_be_deleted(sent: Submission) -> None:
    actions.undo_send(sent.application, by=cast.isla(), now=SOON)

    actions.delete_draft(factories.reload_application(sent.application), by=cast.isla(), now=SOON)

    assert not queries.applications_of(cast.isla())
    assert not AnswerFile.objects.exists()


def test_withdrawing_needs_a_reason_that_only_the_learner_reads(isla: Any, sent: Submission) -> None:
    address = page_url("leave", sent.application.uuid)
    assert "take it back" in isla.get(address).content.decode()

    assert "Choose why you withdraw it" in isla.post(address, {"words": "x"}).content.decode()
    shown = isla.post(address, {"reason": "other", "words": ""}).content.decode()
    assert "Say in a few words why you withdraw it" in shown
    isla.post(address, {"reason": "other", "words": "My senior reads too much."})

    shown = isla.get(page_url("application", sent.application.uuid)).content.decode()
    assert "Your reason, which only you see" in shown
    assert "My senior reads too much." in shown
    assert Withdrawal.objects.get().reason == "other"
    assert "My senior" not in "".join(str(message.body) for message in mail.outbox)


def test_a_withdrawn_application_can_be_begun_again(isla: Any, sent: Submission) -> None:
    isla.post(page_url("leave", sent.application.uuid), {"reason": "time"})

    isla.post(page_url("start", sent.application.badge.slug))

    states = [application.state for application in queries.applications_of(cast.isla())]
    assert len(states) == 2
    assert State.NOT_STARTED in states


def test_a_withdrawn_application_is_seen_by_its_learner_and_promises_nothing(isla: Any, sent: Submission) -> None:
    isla.post(page_url("leave", sent.application.uuid), {"reason": "time"})

    shown = isla.get(page_url("application", sent.application.uuid)).content.decode()

    assert "Seen by: you." in shown
    assert "your assessor" not in shown
    assert "When every criterion is met" not in shown


def test_the_page_after_sending_says_who_reads_it_and_what_follows(isla: Any, sent: Submission) -> None:
    shown = isla.get(page_url("application", sent.application.uuid)).content.decode()

    assert "What happens next" in shown
    assert "You will have an answer by about" in shown
    assert "When every criterion is met, you get the badge." in shown


def test_administrators_see_counts_of_reasons_and_never_words(isla: Any, sent: Submission) -> None:
    actions.withdraw(sent.application, by=cast.isla(), reason="other", words="My senior reads it.", now=SOON)
    version = sent.application.version
    for number in range(5):
        learner = factories.create_learner(number)
        submission = factories.submit_application(factories.begin_application(learner, version))
        actions.withdraw(submission.application, by=learner, reason="wait", now=SOON)

    assert withdrawal_counts(SOON) == [("I have waited too long for an answer", 5)]
    isla.force_login(cast.dougal())
    assert "My senior" not in isla.get(page_url("marking")).content.decode()
