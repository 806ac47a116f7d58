"""An assessor's pages: the queue, one criterion at a time, the letter, and leaving it to others."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ettle.evidence import actions, queries
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def bashir(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.bashir())
    return client


def page_url(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args)


def decision_fields(outcome: str, reason: str = "", suggestion: str = "") -> dict[str, str]:
    return {"outcome": outcome, "reason": reason, "suggestion": suggestion}


def test_an_empty_queue_says_what_will_come(bashir: Any) -> None:
    assert b"Nothing to review" in bashir.get(page_url("queue")).content
    assert bashir.get(page_url("next")).url == page_url("queue")


def test_the_longest_waiting_comes_first(bashir: Any) -> None:
    newer = factories.submit_application(factories.begin_application(cast.callum()), now=NOW + timedelta(days=2))
    older = factories.submit_application(factories.begin_application(cast.isla()), now=NOW)

    shown = bashir.get(page_url("queue")).content.decode()

    assert shown.index(str(older.uuid)) < shown.index(str(newer.uuid))
    assert "Isla" not in shown
    assert bashir.get(page_url("next")).url == page_url("review", older.uuid)


def test_a_submission_with_drafts_comes_first(bashir: Any) -> None:
    factories.submit_application(factories.begin_application(cast.isla()), now=NOW)
    begun = factories.submit_application(factories.begin_application(cast.callum()), now=NOW + timedelta(days=2))
    factories.draft_decisions(begun, cast.bashir(), "met", "met")

    assert bashir.get(page_url("next")).url == page_url("review", begun.uuid)


def test_decide_read_the_letter_and_send(bashir: Any) -> None:
    submission = factories.submit_application()
    number = submission.uuid
    factories.practise(cast.bashir(), submission)
    assert b"Read and decide" in bashir.get(page_url("review", number)).content
    assert b"An act by" in bashir.get(page_url("decide", number, 1)).content

    first = bashir.post(page_url("decide", number, 1), decision_fields("met"))
    assert first.url == page_url("decide", number, 2)
    second = bashir.post(page_url("decide", number, 2), decision_fields("not-yet", "too-general", factories.SUGGESTION))
    assert second.url == page_url("letter", number)
    letter = bashir.get(page_url("letter", number)).content.decode()
    assert factories.SUGGESTION in letter
    assert "Hello Isla" in letter
    sent = bashir.post(page_url("letter", number), {"letter": "My own words", "once": str(uuid.uuid4())})

    assert sent.url == page_url("queue")
    assert b"You have answered this" in bashir.get(page_url("review", number)).content
    assert factories.reload_application(submission.application).last_sent.answered is None  # type: ignore[union-attr]
    actions.settle_due_marks(now=timezone.now() + factories.SETTLES)
    assert factories.reload_application(submission.application).last_sent.answered.letter == "My own words"  # type: ignore[union-attr]


def test_not_yet_without_reason_or_suggestion_names_the_field(bashir: Any) -> None:
    submission = factories.submit_application()
    factories.practise(cast.bashir(), submission)

    no_reason = bashir.post(page_url("decide", submission.uuid, 1), decision_fields("not-yet", "", "Try this"))
    no_suggestion = bashir.post(page_url("decide", submission.uuid, 1), decision_fields("not-yet", "too-general", ""))

    assert no_reason.status_code == no_suggestion.status_code == 422
    assert b"Choose the reason" in no_reason.content
    assert b"Try this" in no_reason.content
    assert b"Write one suggestion" in no_suggestion.content


def test_drafts_are_stored_and_the_letter_waits_for_the_last(bashir: Any) -> None:
    submission = factories.submit_application()
    factories.practise(cast.bashir(), submission)
    bashir.post(page_url("decide", submission.uuid, 1), decision_fields("met"))

    assert bashir.get(page_url("letter", submission.uuid)).url == page_url("review", submission.uuid)
    assert 'value="met"' in bashir.get(page_url("decide", submission.uuid, 1)).content.decode()


def test_what_changed_since_last_time_is_marked(bashir: Any) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    application = factories.write_answers(
        submission.application, f"{factories.ENOUGH} tomorrow", now=factories.LATER + timedelta(days=1)
    )
    again = actions.submit(application, by=cast.isla(), looked=True, now=factories.LATER + timedelta(days=1))

    shown = bashir.get(page_url("decide", again.uuid, 2)).content.decode()

    assert "<mark> tomorrow</mark>" in shown or "<mark>tomorrow</mark>" in shown
    assert factories.SUGGESTION in shown
    assert bashir.get(page_url("decide", again.uuid, 1)).status_code == 404


def test_the_second_assessor_reads_that_it_is_reviewed(client: CheckedClient) -> None:
    factories.switch_off_second_marking()
    submission = factories.submit_application()
    second = cast.stranger()
    second.memberships.create(organisation=None, role="assessor", began_at=NOW)
    factories.draft_decisions(submission, second, "not-yet", "met", now=NOW)
    client.force_login(second)
    factories.send_review(submission, cast.bashir(), "met", "met")

    shown = client.post(page_url("letter", submission.uuid), {"letter": "Mine", "once": str(uuid.uuid4())})

    assert shown.status_code == 409
    assert "\nMine</textarea>" in shown.content.decode()
    assert b"A colleague has already reviewed this work" in shown.content


def test_an_assessor_who_declares_an_interest_no_longer_sees_the_work(bashir: Any) -> None:
    submission = factories.submit_application()
    bashir.get(page_url("hand_on", submission.uuid))
    assert bashir.post(page_url("hand_on", submission.uuid), {}).status_code == 422

    bashir.post(page_url("hand_on", submission.uuid), {"why": "interest"})

    former = bashir.get(page_url("review", submission.uuid)).content.decode()
    assert "This work is not with you any more" in former
    assert factories.ENOUGH not in former
    assert cast.isla().name not in former


def test_refer_is_a_page_that_confirms(bashir: Any) -> None:
    submission = factories.submit_application()
    freya = cast.freya()
    to_refer = bashir.post(page_url("decide", submission.uuid, 1), decision_fields("refer"))
    assert to_refer.url == page_url("refer", submission.uuid)
    assert bashir.get(to_refer.url).status_code == 200
    assert bashir.post(to_refer.url, {"why": "risk"}).status_code == 422

    bashir.post(to_refer.url, {"referee": freya.pk, "why": "risk", "words": "Second paragraph"})

    assert b"This work has been referred" in bashir.get(page_url("review", submission.uuid)).content
    assert b"Put back in the queue" in bashir.get(page_url("queue")).content
    bashir.post(page_url("put_back", submission.uuid))
    assert queries.awaiting_review(cast.bashir()).count() == 1


@pytest.mark.parametrize(
    "person", [cast.isla, cast.callum, cast.freya, cast.morag, cast.agnes, cast.dougal, cast.stranger]
)
def test_no_one_else_sees_the_work(client: CheckedClient, person: Any) -> None:
    submission = factories.submit_application()
    client.force_login(person())

    for address in (
        page_url("review", submission.uuid),
        page_url("decide", submission.uuid, 1),
        page_url("letter", submission.uuid),
        page_url("hand_on", submission.uuid),
        page_url("refer", submission.uuid),
    ):
        assert client.get(address).status_code == 404
    assert client.post(page_url("put_back", submission.uuid)).status_code == 404
    expected = 200 if person is cast.morag else 404
    assert client.get(page_url("queue")).status_code == expected


@pytest.mark.locks
def test_ten_queries_are_enough_for_a_long_queue(
    bashir: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        submission = factories.submit_application(factories.begin_application(factories.create_learner(number)))
    factories.draft_decisions(submission, cast.bashir(), "met", "not-yet")
    addresses = [
        page_url("queue"),
        page_url("review", submission.uuid),
        page_url("decide", submission.uuid, 2),
        page_url("letter", submission.uuid),
        page_url("hand_on", submission.uuid),
        page_url("refer", submission.uuid),
    ]
    for address in addresses:
        with django_assert_max_num_queries(10):
            bashir.get(address)
    with django_assert_max_num_queries(8):
        first = bashir.get(page_url("queue")).content.decode()
    second = bashir.get(page_url("queue") + "?page=2").content.decode()

    listed = [re.findall(r"/review/([0-9a-f-]{36})/", shown) for shown in (first, second)]
    assert [len(numbers) for numbers in listed] == [25, 5]
    assert len({*listed[0], *listed[1]}) == 30


def test_work_whose_application_went_meanwhile_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = factories.submit_application()
    assert queries.reviewable_submission(cast.bashir(), submission.uuid) == submission

    monkeypatch.setattr(queries, "application_of", lambda *_: None)  # between the two questions to the database

    assert queries.reviewable_submission(cast.bashir(), submission.uuid) is None
