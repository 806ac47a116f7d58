"""Automatic saves: never a false success, never a server error."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.evidence.models import Answer, Application
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.texts import revisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(client: CheckedClient) -> Application:
    client.force_login(cast.isla())
    return factories.begin_application()


def put_answer(
    client: CheckedClient,
    application: Application,
    body: Any,
    *,
    rev: object = '"0"',
    key: object = None,
    position: int = 1,
) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.put(
        reverse("evidence:save", args=[application.uuid, position]),
        content,
        content_type="application/json",
        headers={"If-Match": str(rev), "Idempotency-Key": str(key or uuid.uuid4())},
    )


def test_a_save_answers_with_its_revision(client: CheckedClient, application: Application) -> None:
    answer = put_answer(client, application, {"text": "one"})

    assert answer.status_code == 200
    assert answer.json()["rev"] == 1
    assert Answer.objects.get().text == "one"


@pytest.mark.parametrize("sent", ["one\\ud83d", "\\udc00one", "o\\u0000ne"])
def test_half_of_a_character_is_left_out_of_a_save(client: CheckedClient, application: Application, sent: str) -> None:
    answer = put_answer(client, application, b'{"text": "%s", "after": ["%s"]}' % (sent.encode(), sent.encode()))
    saved = put_answer(client, application, b'{"text": "%s", "\\ud83d": 1}' % sent.encode())

    assert (answer.status_code, saved.status_code) == (400, 200)
    assert Answer.objects.get().text == "one"
    assert put_answer(client, application, {"text": "two"}).json()["text"] == "one"


def test_the_same_key_is_stored_once(client: CheckedClient, application: Application) -> None:
    key = uuid.uuid4()

    first = put_answer(client, application, {"text": "one"}, key=key)
    again = put_answer(client, application, {"text": "one"}, key=key)

    assert first.json()["rev"] == again.json()["rev"] == 1
    assert Answer.objects.count() == 1


def test_a_stale_revision_gets_the_other_text(client: CheckedClient, application: Application) -> None:
    put_answer(client, application, {"text": "phone"})

    answer = put_answer(client, application, {"text": "desk"})

    assert answer.status_code == 412
    assert answer.json() == {"rev": 1, "text": "phone"}


def test_a_refusal_is_returned_in_words(client: CheckedClient, application: Application) -> None:
    answer = put_answer(client, application, {"text": "x" * 50_000})

    assert answer.status_code == 422
    assert "too long" in answer.json()["words"]


@pytest.mark.parametrize(
    ("body", "rev", "key"),
    [
        (b"", '"0"', None),
        (b"not json", '"0"', None),
        (b"\xff\xfe", '"0"', None),
        (b"[" * 100_000, '"0"', None),
        ([], '"0"', None),
        ({"text": 3}, '"0"', None),
        ({"text": "x"}, "0", None),
        ({"text": "x"}, '"99999999999999999999"', None),
        ({"text": "x"}, '"0"', "not-a-key"),
    ],
)
def test_an_unreadable_request_is_answered_with_400(
    client: CheckedClient, application: Application, body: Any, rev: str, key: str | None
) -> None:
    assert put_answer(client, application, body, rev=rev, key=key).status_code == 400


def test_a_body_beyond_all_limits_is_refused(client: CheckedClient, application: Application) -> None:
    assert put_answer(client, application, {"text": "x" * 3_000_000}).status_code in {400, 413}


def test_half_characters_are_removed(client: CheckedClient, application: Application) -> None:
    assert put_answer(client, application, b'{"text": "a\\ud800\\u0000b"}').status_code == 200
    assert Answer.objects.get().text == "ab"


def test_a_save_reads_the_application_once(client: CheckedClient, application: Application) -> None:
    put_answer(client, application, {"text": "one"})

    with CaptureQueriesContext(connection) as captured:
        assert put_answer(client, application, {"text": "one, two"}, rev='"1"').status_code == 200

    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    # Session and person; the application with its criteria and rounds; the save with this key, and the newest save.
    assert len(asked) <= 7 + connection.features.has_select_for_update
    assert sum('FROM "badges_criterion"' in sql for sql in asked) == 1


def test_an_unknown_part_is_not_found(client: CheckedClient, application: Application) -> None:
    assert put_answer(client, application, {"text": "x"}, position=9).status_code == 404


def test_another_learners_application_is_not_found(client: CheckedClient, application: Application) -> None:
    client.force_login(cast.callum())

    assert put_answer(client, application, {"text": "x"}).status_code == 404


def test_nothing_is_saved_when_signed_out(client: CheckedClient, application: Application) -> None:
    client.logout()

    assert put_answer(client, application, {"text": "x"}).status_code in {302, 401, 403}
    assert not Answer.objects.exists()


def test_get_is_not_allowed(client: CheckedClient, application: Application) -> None:
    assert client.get(reverse("evidence:save", args=[application.uuid, 1])).status_code == 405


def test_the_quota_of_saves_is_said_before_it_bites_and_keeps_the_words(
    client: CheckedClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MOST_SAVES", 10)
    page = reverse("evidence:criterion", args=[application.uuid, 1])
    shown = []
    for number in range(10):
        shown.append("times. It can be saved 10 times" in client.get(page).content.decode())
        assert put_answer(client, application, {"text": f"saved {number}"}, rev=f'"{number}"').status_code == 200

    automatic = put_answer(client, application, {"text": "once more"}, rev='"10"')
    sent = client.post(page, {"text": "once more", "rev": "10", "key": str(uuid.uuid4())})

    assert shown == [False] * 8 + [True] * 2
    assert automatic.status_code == sent.status_code == 422
    assert "as often as it can be. Copy your words" in automatic.json()["words"]
    assert "once more</textarea>" in sent.content.decode()
    assert Answer.objects.count() == 10
