"""From beginning to badge: begin, send, answer, send again, earn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_beginning_twice_gives_the_same_application() -> None:
    assert factories.begin_application() == factories.begin_application()


def test_a_required_badge_blocks_sending_and_never_writing() -> None:
    before = factories.create_first_steps()
    application = factories.begin_application(version=factories.create_leadership_badge("ET-001"))
    factories.write_answers(application)
    with pytest.raises(Refused, match=r"First earn First steps\. You can write now"):
        actions.submit(application, by=cast.isla(), looked=True, now=NOW)

    factories.award_badge(cast.isla(), before)

    assert actions.submit(application, by=cast.isla(), looked=True, now=NOW).round == 1


def test_an_earned_badge_is_not_begun_again() -> None:
    version = factories.create_leadership_badge()
    factories.award_badge(cast.isla(), version)

    with pytest.raises(Refused, match="already"):
        actions.begin(learner=cast.isla(), version=version, now=NOW)


def test_sending_stores_the_exact_text_and_emails_the_assessors_once() -> None:
    cast.bashir()
    cast.morag()

    submission = factories.submit_application()
    task_queue.run_due()

    assert {answer.text for answer in submission.answers.all()} == {factories.ENOUGH, factories.ENOUGH_TOO}
    assert [message.to for message in mail.outbox] == [["bashir@example.org"]]
    assert "Isla" not in mail.outbox[0].body
    assert factories.reload_application(submission.application).state == State.SENT


def test_when_no_one_can_review_the_administrators_are_emailed() -> None:
    cast.dougal()

    factories.submit_application()
    task_queue.run_due()

    assert [message.to for message in mail.outbox] == [["dougal@example.org"]]


@pytest.mark.parametrize(("text", "why"), [(" ", "write your answer"), ("word " * 101, "100 words or fewer")])
def test_an_answer_that_is_empty_or_too_long_cannot_be_sent(text: str, why: str) -> None:
    application = factories.write_answers(factories.begin_application(), text)

    with pytest.raises(Refused, match=why):
        actions.submit(application, by=cast.isla(), looked=True, now=NOW)


def test_a_short_answer_is_sent_after_one_question() -> None:
    application = factories.write_answers(factories.begin_application())
    factories.save_answer(application, application.criteria[0], "I asked her first.")
    with pytest.raises(Refused, match="Some answers are short") as raised:
        actions.submit(application, by=cast.isla(), looked=True, now=NOW)
    assert raised.value.field == "short_is_fine"

    submission = actions.submit(application, by=cast.isla(), looked=True, short_is_fine=True, now=NOW)

    factories.send_review(submission, cast.bashir(), "met", "met")
    assert factories.count_awards(cast.isla()) == 1


def test_declarations_come_first() -> None:
    application = factories.begin_application()
    for criterion in application.criteria:
        factories.save_answer(application, criterion, factories.ENOUGH)

    with pytest.raises(Refused, match="declarations"):
        actions.submit(application, by=cast.isla(), looked=True, now=NOW)


def test_words_that_could_identify_a_person_are_asked_about_once() -> None:
    application = factories.write_answers(factories.begin_application(), f"{factories.ENOUGH} with Mrs Doyle")
    with pytest.raises(Refused) as raised:
        actions.submit(application, by=cast.isla(), looked=False, now=NOW)
    assert raised.value.field == "looked"

    actions.mark_made_up(application, marked="Mrs Doyle", reason="I changed it", by=cast.isla(), now=NOW)

    assert actions.submit(application, by=cast.isla(), looked=False, now=NOW).round == 1


def test_sending_twice_sends_once() -> None:
    submission = factories.submit_application()

    with pytest.raises(Refused, match="already"):
        actions.submit(submission.application, by=cast.isla(), looked=True, now=NOW)


def test_when_all_is_met_the_badge_is_awarded_and_the_learner_emailed() -> None:
    submission = factories.submit_application()

    factories.send_review(submission, cast.bashir(), "met", "met")
    task_queue.run_due()

    assert factories.count_awards(cast.isla()) == 1
    assert factories.reload_application(submission.application).state == State.EARNED
    assert ["isla@example.org"] in [message.to for message in mail.outbox]


def test_not_yet_opens_only_the_unmet_criteria_and_met_stays_met() -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    application = factories.reload_application(submission.application)
    first, second = application.criteria
    assert application.state == State.NOT_YET
    with pytest.raises(Refused):
        factories.save_answer(application, first, "changed", now=factories.LATER)

    factories.save_answer(
        application, second, f"{factories.ENOUGH_TOO} and wrote it down", now=factories.LATER + timedelta(hours=1)
    )
    actions.declare(application, ai_use="none", ai_words="", by=cast.isla(), now=factories.LATER)
    again = actions.submit(application, by=cast.isla(), looked=True, now=factories.LATER + timedelta(hours=2))
    factories.send_review(again, cast.bashir(), "met", now=factories.LATER + timedelta(days=1))

    assert again.round == 2
    assert factories.count_awards(cast.isla()) == 1


def test_the_same_text_is_not_sent_again() -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    application = factories.reload_application(submission.application)
    actions.declare(application, ai_use="none", ai_words="", by=cast.isla(), now=factories.LATER)

    with pytest.raises(Refused, match="same text"):
        actions.submit(application, by=cast.isla(), looked=True, now=factories.LATER)


def test_the_email_about_a_review_does_not_say_what_is_in_it() -> None:
    factories.send_review(factories.submit_application(), cast.bashir(), "met", "not-yet")
    mail.outbox.clear()

    task_queue.run_due()

    body = next(message.body for message in mail.outbox if message.to == ["isla@example.org"])
    assert factories.SUGGESTION not in body
    assert "not yet" not in body.lower()


def test_not_yet_needs_a_reason_and_a_suggestion() -> None:
    submission = factories.submit_application()
    draft: dict[str, Any] = {
        "criterion": factories.reload_application(submission.application).criteria[0],
        "assessor": cast.bashir(),
        "now": NOW,
    }
    factories.practise(cast.bashir(), submission)

    with pytest.raises(Refused) as without_reason:
        actions.save_draft_decision(submission, outcome="not-yet", reason="", suggestion="Do", **draft)
    with pytest.raises(Refused) as without_suggestion:
        actions.save_draft_decision(submission, outcome="not-yet", reason="too-general", suggestion=" ", **draft)

    assert without_reason.value.field == "reason"
    assert without_suggestion.value.field == "suggestion"


def test_an_undecided_criterion_stops_the_letter() -> None:
    submission = factories.submit_application()
    factories.practise(cast.bashir(), submission)

    with pytest.raises(Refused, match="every criterion"):
        actions.review(submission, assessor=cast.bashir(), letter="Hello", now=NOW)


def test_the_second_assessor_sees_that_a_colleague_was_first() -> None:
    factories.switch_off_second_marking()
    submission = factories.submit_application()
    site_wide = cast.stranger()
    site_wide.memberships.create(organisation=None, role="assessor", began_at=NOW)
    factories.draft_decisions(submission, site_wide, "not-yet", "met", now=NOW)
    factories.send_review(submission, cast.bashir(), "met", "met")

    with pytest.raises(actions.AlreadyReviewed):
        actions.review(submission, assessor=site_wide, letter="Hello", now=NOW)

    assert factories.count_awards(cast.isla()) == 1


def test_no_one_reviews_their_own_work() -> None:
    isla = cast.isla()
    isla.memberships.create(organisation=cast.rowan_house(), role="assessor", began_at=NOW)
    submission = factories.submit_application()

    with pytest.raises(Refused):
        factories.draft_decisions(submission, isla, "met", "met")


def test_the_other_organisation_does_not_see_it() -> None:
    submission = factories.submit_application()

    assert not queries.reviewable_by(cast.morag()).exists()
    with pytest.raises(Refused):
        factories.draft_decisions(submission, cast.morag(), "met", "met")


def test_an_assessor_who_knows_the_learner_sees_none_of_their_work() -> None:
    submission = factories.submit_application()
    bashir = cast.bashir()
    cast.dougal()
    factories.draft_decisions(submission, bashir, "met", "met")

    actions.declare_interest(submission, assessor=bashir, now=NOW)
    task_queue.run_due()

    assert queries.awaiting_review(bashir).count() == 0
    assert factories.reload_application(submission.application).state == State.SENT
    assert ["dougal@example.org"] in [message.to for message in mail.outbox]


def test_handing_over_does_not_affect_the_next_work_of_the_same_learner() -> None:
    submission = factories.submit_application()
    actions.hand_over(submission, assessor=cast.bashir(), now=NOW)
    other = factories.submit_application(factories.begin_application(cast.callum()))

    assert list(queries.awaiting_review(cast.bashir())) == [other]


def test_referred_work_leaves_the_queue_and_comes_back() -> None:
    submission = factories.submit_application()
    bashir = cast.bashir()
    cast.dougal()

    referral = actions.refer(
        submission, assessor=bashir, referee=cast.freya(), why="risk", words="Paragraph two", now=NOW
    )
    task_queue.run_due()

    assert queries.awaiting_review(bashir).count() == 0
    email = next(message for message in mail.outbox if message.to == ["freya@example.org"])
    assert "Isla" not in email.body
    assert ["dougal@example.org"] not in [message.to for message in mail.outbox]
    assert "Paragraph two" not in email.body
    actions.return_to_queue(referral, by=bashir, now=NOW)
    assert queries.awaiting_review(bashir).count() == 1


def test_withdrawn_work_is_not_reviewed_and_may_be_begun_again() -> None:
    submission = factories.submit_application()

    actions.withdraw(submission.application, by=cast.isla(), now=NOW)

    assert queries.awaiting_review(cast.bashir()).count() == 0
    assert factories.begin_application() != submission.application


def test_a_draft_that_was_never_sent_is_deleted_with_all_its_text() -> None:
    application = factories.write_answers(factories.begin_application())

    actions.delete_draft(application, by=cast.isla(), now=NOW)

    assert not queries.applications_of(cast.isla()).exists()


def test_a_badge_that_the_page_checks_needs_no_assessor() -> None:
    application = factories.begin_application(version=factories.create_badge_without_assessor())
    actions.confirm(application, criterion=application.criteria[0], by=cast.isla(), now=NOW)

    factories.submit_application(application)

    assert factories.reload_application(application).state == State.EARNED
