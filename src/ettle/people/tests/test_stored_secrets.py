"""What the database has of a sign-in: digests and encrypted text, from which nothing can be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import Session
from ettle.people.sign_in import encryption
from ettle.people.sign_in.sessions import SessionStore
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def every_text() -> Iterator[str]:
    """Yield every value of the tables that sign-in writes to, and what a session's data are when they are decoded."""
    with connection.cursor() as cursor:
        for table in ("people_session", "kit_waitingtask"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
            for row in cursor.fetchall():
                yield from map(str, row)
    for session in Session.objects.all():
        yield str(SessionStore().decode(session.session_data))


def sent_code() -> str:
    task_queue.run_due()
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("address", "form"),
    [
        (SIGN_IN, {"login": "isla@example.org"}),
        ("/account/sign-up/", {"name": "Mairi Bain", "email": "mairi@example.org"}),
    ],
)
def test_the_code_is_nowhere_in_the_database(client: CheckedClient, address: str, form: dict[str, str]) -> None:
    cast.isla()
    client.post(address, form)
    before_it_was_sent = list(every_text())
    code = sent_code()
    after = list(every_text())
    client.post(CODE if address == SIGN_IN else "/account/sign-up/code/", {"action": "resend"})
    waiting = list(every_text())
    again = sent_code()

    assert WaitingTask.objects.count() == 2
    assert not [text for text in before_it_was_sent + after if re.search(rf"(?<!\d){code}(?!\d)", text)]
    assert not [text for text in waiting if re.search(rf"(?<!\d){again}(?!\d)", text)]


def test_the_key_of_a_session_is_nowhere_in_the_database(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value

    assert Session.objects.count() == 1
    assert not [text for text in every_text() if key in text]


def test_a_copy_of_the_sessions_is_no_use_as_a_cookie(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    row = Session.objects.get()
    thief = Client()

    for stolen in (row.session_key, row.session_data, encryption.session_key_digest(row.session_key)):
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert thief.get("/me/settings/").status_code == 302
    assert client.get("/me/settings/").status_code == 200


def test_two_people_with_the_same_code_have_different_digests() -> None:
    digest = encryption.code_digest("314159")

    assert digest != encryption.code_digest("314159")
    assert encryption.is_code_of(digest, "314 159")
    assert not encryption.is_code_of(digest, "314158")
    assert not encryption.is_code_of("314159", "314159")
    assert not encryption.is_code_of("", "")


def test_another_key_outside_the_database_gives_other_digests(settings: object) -> None:
    digest, key = encryption.code_digest("314159"), encryption.session_key_digest("k" * 32)

    settings.SECRET_KEY = "another-" + "y" * 40  # type: ignore[attr-defined]  # the fixture of pytest-django

    assert not encryption.is_code_of(digest, "314159")
    assert encryption.session_key_digest("k" * 32) != key


def test_a_changed_session_signs_nobody_in(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    Session.objects.update(session_data="not ours")

    assert client.get("/me/settings/").status_code == 302


def test_what_was_encrypted_for_one_purpose_is_no_use_for_another() -> None:
    sealed = encryption.encrypt("secret", "emails")

    assert encryption.decrypt(sealed, "emails") == "secret"
    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(sealed, "sessions")
