"""Decline only for three reasons, appeal once and blind; refer to a named person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.application.transitions import TRANSITIONS, ReviewState, is_allowed, refuse_unless_allowed
from ettle.evidence.models import Submission
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_review_pages import page_url
from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
SECRET = "A letter that the second assessor must never read"


@pytest.fixture
def colleague() -> User:
    """Assesses for the whole site."""
    person = cast.stranger()
    person.memberships.create(organisation=None, role="assessor", began_at=NOW)
    return person


def send_decline(submission: Submission, reason: str = "copied", assessor: User | None = None) -> None:
    factories.practise(assessor or cast.bashir(), submission)
    actions.decline(submission, assessor=assessor or cast.bashir(), reason=reason, letter=SECRET, now=NOW)
    actions.settle_due_marks(now=NOW + factories.SETTLES)


def test_every_step_refuses_each_state_that_the_table_does_not_name() -> None:
    for step in TRANSITIONS:
        for state in set(ReviewState) - step.before:
            assert not is_allowed(step, state)
            with pytest.raises(Refused):
                refuse_unless_allowed(step, state)


def test_it_is_declined_only_for_one_of_three_reasons_and_the_third_only_after_two_not_yets() -> None:
    factories.switch_off_second_marking()
    submission = factories.submit_application()
    factories.practise(cast.bashir(), submission)
    with pytest.raises(Refused) as unknown:
        actions.decline(submission, assessor=cast.bashir(), reason="dull", letter="No", now=NOW)
    with pytest.raises(Refused) as too_early:
        actions.decline(submission, assessor=cast.bashir(), reason="third", letter="No", now=NOW)
    assert unknown.value.field == too_early.value.field == "reason"

    for day in (1, 2):
        factories.send_review(submission, cast.bashir(), "not-yet", "not-yet", now=NOW + timedelta(days=2 * day))
        text = f"{factories.ENOUGH} day {day}"
        moment = NOW + timedelta(days=2 * day + 1)
        application = factories.write_answers(submission.application, text, now=moment)
        submission = actions.submit(application, by=cast.isla(), looked=True, now=moment)

    assert actions.may_be_third(factories.reload_application(submission.application).rounds[-1])
    actions.decline(submission, assessor=cast.bashir(), reason="third", letter="Not this time", now=moment)


def test_the_learner_reads_why_and_what_they_can_do(client: CheckedClient) -> None:
    submission = factories.submit_application()
    client.force_login(cast.bashir())
    assert b"third" not in client.get(page_url("decline", submission.uuid)).content
    send_decline(submission)
    client.force_login(cast.isla())

    shown = client.get(page_url("application", submission.application.uuid)).content.decode()

    assert "It is copied, not their own work" in shown
    assert SECRET in shown
    assert "Ask for a second assessor" in shown
    assert factories.reload_application(submission.application).state == State.DECLINED
    with pytest.raises(Refused):
        actions.submit(submission.application, by=cast.isla(), looked=True, now=NOW)


def test_a_second_assessor_gets_the_same_text_and_sees_nothing_of_the_first_decision(
    client: CheckedClient, colleague: User
) -> None:
    factories.switch_off_second_marking()
    submission = factories.submit_application()
    send_decline(submission)
    client.force_login(cast.isla())
    page = page_url("appeal", submission.application.uuid)
    assert client.get(page).status_code == 200
    client.post(page)
    appealed = factories.reload_application(submission.application).rounds[-1]

    assert not queries.awaiting_review(cast.bashir()).exists()
    factories.practise(colleague, appealed)
    client.force_login(colleague)
    shown = "".join(
        client.get(address).content.decode()
        for address in (
            page_url("queue"),
            page_url("review", appealed.uuid),
            page_url("decide", appealed.uuid, 1),
            page_url("decline", appealed.uuid),
        )
    )
    assert factories.ENOUGH in shown
    for trace in (SECRET, "copied, not their own work</p>", "round 2", "sent again", "Declined", "appeal"):
        assert trace not in shown
    factories.send_review(appealed, colleague, "met", "met")
    assert factories.count_awards(cast.isla()) == 1


def test_one_can_ask_once(colleague: User) -> None:
    factories.switch_off_second_marking()
    submission = factories.submit_application()
    with pytest.raises(Refused, match="once"):
        actions.appeal(submission.application, by=cast.isla(), now=NOW)
    send_decline(submission)
    with pytest.raises(Refused):
        actions.appeal(submission.application, by=cast.callum(), now=NOW)
    appealed = actions.appeal(submission.application, by=cast.isla(), now=NOW)

    send_decline(appealed, assessor=colleague)

    with pytest.raises(Refused, match="once"):
        actions.appeal(submission.application, by=cast.isla(), now=NOW)


def test_after_a_decline_a_new_application_may_begin(client: CheckedClient) -> None:
    submission = factories.submit_application()
    send_decline(submission)

    begun = factories.begin_application()

    assert begun != submission.application
    assert factories.reload_application(submission.application).state == State.DECLINED
    client.force_login(cast.isla())
    assert b"Ask for a second assessor" not in client.get(page_url("application", submission.application.uuid)).content


def test_the_person_named_reads_the_concern_and_no_one_else(client: CheckedClient) -> None:
    submission = factories.submit_application()
    freya, bashir = cast.freya(), cast.bashir()
    with pytest.raises(Refused) as wrong_person:
        actions.refer(submission, assessor=bashir, referee=cast.morag(), why="risk", words="See two", now=NOW)
    assert wrong_person.value.field == "referee"
    actions.refer(submission, assessor=bashir, referee=freya, why="risk", words="See two", now=NOW)

    for person, status in ((freya, 200), (cast.dougal(), 404), (cast.morag(), 404), (cast.isla(), 404)):
        client.force_login(person)
        assert client.get(page_url("referral", submission.uuid)).status_code == status
    client.force_login(freya)
    shown = client.get(page_url("referral", submission.uuid)).content.decode()
    assert "See two" in shown
    assert factories.ENOUGH not in shown
    assert page_url("referral", submission.uuid) in client.get(page_url("referrals")).content.decode()
    client.post(page_url("referral", submission.uuid))
    assert queries.awaiting_review(bashir).count() == 1


@pytest.mark.parametrize("person", [cast.callum, cast.morag, cast.bashir, cast.stranger])
def test_no_one_else_can_ask_for_a_second_assessor(client: CheckedClient, person: Any) -> None:
    submission = factories.submit_application()
    send_decline(submission)
    client.force_login(person())

    assert client.post(page_url("appeal", submission.application.uuid)).status_code == 404
