"""An assessor's pages: the queue, one criterion at a time, the letter, and leaving it to others."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
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


def page(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args)


def decision(outcome: str, reason: str = "", suggestion: str = "") -> dict[str, str]:
    return {"outcome": outcome, "reason": reason, "suggestion": suggestion}


def test_an_empty_queue_says_what_will_come(bashir: Any) -> None:
    assert b"Nothing waits" in bashir.get(page("queue")).content
    assert bashir.get(page("next")).url == page("queue")


def test_the_longest_waiting_comes_first(bashir: Any) -> None:
    newer = factories.submit_application(factories.begin_application(cast.callum()), now=NOW + timedelta(days=2))
    older = factories.submit_application(factories.begin_application(cast.isla()), now=NOW)

    shown = bashir.get(page("queue")).content.decode()

    assert shown.index(str(older.uuid)) < shown.index(str(newer.uuid))
    assert "Isla" not in shown
    assert bashir.get(page("next")).url == page("review", older.uuid)


def test_what_was_begun_is_taken_up_first(bashir: Any) -> None:
    factories.submit_application(factories.begin_application(cast.isla()), now=NOW)
    begun = factories.submit_application(factories.begin_application(cast.callum()), now=NOW + timedelta(days=2))
    factories.draft_decisions(begun, cast.bashir(), "met", "met")

    assert bashir.get(page("next")).url == page("review", begun.uuid)


def test_decide_read_the_letter_and_send(bashir: Any) -> None:
    submission = factories.submit_application()
    number = submission.uuid
    assert b"Read and decide" in bashir.get(page("review", number)).content
    assert b"An act by" in bashir.get(page("decide", number, 1)).content

    first = bashir.post(page("decide", number, 1), decision("met"))
    assert first.url == page("decide", number, 2)
    second = bashir.post(page("decide", number, 2), decision("not-yet", "too-general", factories.SUGGESTION))
    assert second.url == page("letter", number)
    letter = bashir.get(page("letter", number)).content.decode()
    assert factories.SUGGESTION in letter
    assert "Hello Isla" in letter
    sent = bashir.post(page("letter", number), {"letter": "My own words", "once": str(uuid.uuid4())})

    assert sent.url == page("queue")
    assert factories.reload_application(submission.application).last_sent.answered.letter == "My own words"  # type: ignore[union-attr]
    assert b"You have answered this" in bashir.get(page("review", number)).content


def test_not_yet_without_reason_or_suggestion_names_the_field(bashir: Any) -> None:
    submission = factories.submit_application()

    no_reason = bashir.post(page("decide", submission.uuid, 1), decision("not-yet", "", "Try this"))
    no_suggestion = bashir.post(page("decide", submission.uuid, 1), decision("not-yet", "too-general", ""))

    assert no_reason.status_code == no_suggestion.status_code == 422
    assert b"Choose the reason" in no_reason.content
    assert b"Try this" in no_reason.content
    assert b"Write one suggestion" in no_suggestion.content


def test_drafts_are_kept_and_the_letter_waits_for_the_last(bashir: Any) -> None:
    submission = factories.submit_application()
    bashir.post(page("decide", submission.uuid, 1), decision("met"))

    assert bashir.get(page("letter", submission.uuid)).url == page("review", submission.uuid)
    assert 'value="met"' in bashir.get(page("decide", submission.uuid, 1)).content.decode()


def test_what_changed_since_last_time_is_marked(bashir: Any) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    application = factories.write_answers(
        submission.application, f"{factories.ENOUGH} tomorrow", now=factories.LATER + timedelta(days=1)
    )
    again = actions.submit(application, by=cast.isla(), looked=True, now=factories.LATER + timedelta(days=1))

    shown = bashir.get(page("decide", again.uuid, 2)).content.decode()

    assert "<mark> tomorrow</mark>" in shown or "<mark>tomorrow</mark>" in shown
    assert factories.SUGGESTION in shown
    assert bashir.get(page("decide", again.uuid, 1)).status_code == 404


def test_the_second_assessor_gets_a_sentence(client: CheckedClient) -> None:
    submission = factories.submit_application()
    second = cast.stranger()
    second.memberships.create(organisation=None, role="assessor", began_at=NOW)
    factories.draft_decisions(submission, second, "not-yet", "met")
    client.force_login(second)
    factories.send_review(submission, cast.bashir(), "met", "met")

    shown = client.post(page("letter", submission.uuid), {"letter": "Mine", "once": str(uuid.uuid4())})

    assert shown.status_code == 409
    assert b"A colleague has already reviewed this work" in shown.content


def test_saying_that_one_knows_the_person_takes_it_away(bashir: Any) -> None:
    submission = factories.submit_application()
    bashir.get(page("hand_on", submission.uuid))
    assert bashir.post(page("hand_on", submission.uuid), {}).status_code == 422

    bashir.post(page("hand_on", submission.uuid), {"why": "interest"})

    assert bashir.get(page("review", submission.uuid)).status_code == 404


def test_refer_is_a_page_that_confirms(bashir: Any) -> None:
    submission = factories.submit_application()
    to_refer = bashir.post(page("decide", submission.uuid, 1), decision("refer"))
    assert to_refer.url == page("refer", submission.uuid)
    assert bashir.get(to_refer.url).status_code == 200
    assert bashir.post(to_refer.url, {"why": "risk"}).status_code == 422

    bashir.post(to_refer.url, {"why": "risk", "words": "Second paragraph"})

    assert b"This work has been referred" in bashir.get(page("review", submission.uuid)).content
    assert b"Settled: put it back" in bashir.get(page("queue")).content
    bashir.post(page("put_back", submission.uuid))
    assert queries.awaiting_review_count(cast.bashir()) == 1


@pytest.mark.parametrize(
    "person", [cast.isla, cast.callum, cast.freya, cast.morag, cast.agnes, cast.dougal, cast.stranger]
)
def test_nobody_else_finds_the_work(client: CheckedClient, person: Any) -> None:
    submission = factories.submit_application()
    client.force_login(person())

    for address in (
        page("review", submission.uuid),
        page("decide", submission.uuid, 1),
        page("letter", submission.uuid),
        page("hand_on", submission.uuid),
        page("refer", submission.uuid),
    ):
        assert client.get(address).status_code == 404
    assert client.post(page("put_back", submission.uuid)).status_code == 404
    expected = 200 if person is cast.morag else 404
    assert client.get(page("queue")).status_code == expected


@pytest.mark.locks
def test_ten_queries_are_enough_for_a_long_queue(
    bashir: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        submission = factories.submit_application(factories.begin_application(factories.create_learner(number)))
    factories.draft_decisions(submission, cast.bashir(), "met", "not-yet")
    addresses = [
        page("queue"),
        page("review", submission.uuid),
        page("decide", submission.uuid, 2),
        page("letter", submission.uuid),
        page("hand_on", submission.uuid),
        page("refer", submission.uuid),
    ]
    for address in addresses:
        with django_assert_max_num_queries(10):
            bashir.get(address)
    with django_assert_max_num_queries(7):
        first = bashir.get(page("queue")).content.decode()
    second = bashir.get(page("queue") + "?page=2").content.decode()

    listed = [re.findall(r"/review/([0-9a-f-]{36})/", shown) for shown in (first, second)]
    assert [len(numbers) for numbers in listed] == [25, 5]
    assert len({*listed[0], *listed[1]}) == 30
