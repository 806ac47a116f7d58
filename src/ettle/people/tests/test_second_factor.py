"""The second step of signing in: who needs it, setting it up, using it, and its reset by two administrators."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import encrypt
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient, pass_second_step
from ettle.people import actions, queries
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db

STEP = "/account/second-step/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(person: User) -> CheckedClient:
    """Return a browser where a person has just signed in with a code by email, and no more."""
    client = CheckedClient()
    client.force_login(person, second_factor=False)
    session = client.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    session.save()
    return client


def give_app(person: User) -> str:
    """Give a person an authenticator app, and return its secret."""
    secret = str(generate_totp_secret())
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    return secret


def app_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def second_administrator() -> User:
    return actions.make_administrator(email="ada@example.org", now=cast.NOW, by=None)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (cast.bashir, "/review/"),
        (cast.freya, "/organisation/"),
        (cast.agnes, "/cms/"),
        (cast.agnes, "/manage/frameworks/"),
        (cast.dougal, "/manage/"),
    ],
)
def test_the_code_by_email_alone_does_not_open_the_pages_of_those_who_see_more(who: Any, path: str) -> None:
    client = sign_in(who())

    response = client.get(path)

    assert response["Location"] == f"{STEP}?next={path.replace('/', '%2F')}"
    assert "Set up a second step" in client.get(response["Location"]).content.decode()
    assert client.get("/me/settings/").status_code == 200


def test_setting_up_an_app_gives_recovery_codes_and_leads_back(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = sign_in(cast.bashir())
    setup = client.get(client.get("/review/")["Location"]).content.decode()
    address = re.search(r'href="(/account/app/[^"]+)"', setup)
    assert address

    page = client.get(address[1]).content.decode()
    secret = re.search(r"Key: <code>(\w+)</code>", page)
    assert secret
    assert client.post("/account/app/", {"code": "000", "next": "/review/"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        shown = client.post("/account/app/", {"code": app_code(secret[1]), "next": "/review/"})
    codes = client.get(shown["Location"]).content.decode()

    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert 'href="/review/"' in codes
    assert client.get("/review/").status_code == 200
    task_queue.run_due()
    assert mail.outbox[-1].subject == "An authenticator app was added to your account"
    assert secret[1] not in str(Authenticator.objects.get(type="totp").data)


def test_codes_cannot_be_guessed_whatever_process_is_asked() -> None:
    bashir = cast.bashir()
    secret, client = give_app(bashir), sign_in(bashir)

    answers = []
    for _ in range(12):
        answers.append(client.post(STEP, {"code": "000000"}))
        cache.clear()  # what another process has

    assert "You have tried the second step many times. You can go on at" in answers[-1].content.decode()
    assert client.post(STEP, {"code": app_code(secret)}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert client.post(STEP, {"code": app_code(secret)}).status_code == 302


def test_a_code_from_the_app_opens_them_until_sign_out() -> None:
    bashir = cast.bashir()
    secret = give_app(bashir)
    client = sign_in(bashir)

    assert client.get(STEP).status_code == 200
    wrong = client.post(STEP, {"code": "12", "next": "/review/"})
    assert wrong.status_code == 422
    assert "The code is not right" in wrong.content.decode()
    right = client.post(STEP, {"code": app_code(secret), "next": "/review/"})
    assert right["Location"] == "/review/"
    assert client.get("/review/").status_code == 200
    client.post("/account/sign-out/")

    assert STEP in sign_in(bashir).get("/review/")["Location"]


def test_a_code_works_once_and_a_recovery_code_too() -> None:
    bashir = cast.bashir()
    secret = give_app(bashir)
    client, other = sign_in(bashir), sign_in(bashir)
    code = app_code(secret)
    client.post(STEP, {"code": code})
    assert other.post(STEP, {"code": code}).status_code == 422
    client.post("/account/recovery-codes/new/")
    recovery = re.findall(r"<code>(\d{8})</code>", client.get("/account/recovery-codes/").content.decode())[0]

    assert other.post(STEP, {"code": recovery}).status_code == 302
    assert sign_in(bashir).post(STEP, {"code": recovery}).status_code == 422


def test_a_next_page_outside_the_site_is_ignored() -> None:
    bashir = cast.bashir()
    secret = give_app(bashir)

    response = sign_in(bashir).post(STEP, {"code": app_code(secret), "next": "https://evil.example/"})

    assert response["Location"] == "/me/"


@pytest.mark.parametrize(
    "path",
    ["/account/app/remove/", "/account/passkeys/add/", "/account/recovery-codes/", "/account/recovery-codes/new/"],
)
def test_the_email_alone_neither_adds_removes_nor_shows_a_factor(path: str) -> None:
    bashir = cast.bashir()
    give_app(bashir)
    client = sign_in(bashir)

    for response in (client.get(path), client.post(path)):
        assert response["Location"].startswith(STEP)
    assert queries.has_second_factor(bashir)


def test_who_removes_the_last_factor_is_asked_to_set_one_up_again() -> None:
    bashir = cast.bashir()
    give_app(bashir)
    client = sign_in(bashir)
    pass_second_step(client)

    assert client.get("/account/app/remove/").status_code == 200
    client.post("/account/app/remove/")

    assert not queries.has_second_factor(bashir)
    assert STEP in client.get("/review/")["Location"]


def test_a_learner_is_never_asked() -> None:
    client = sign_in(cast.isla())

    assert client.get("/me/").status_code == 200
    assert client.get("/review/").status_code == 404


def test_two_administrators_reset_a_lost_factor(now: datetime) -> None:
    bashir, dougal, ada = cast.bashir(), cast.dougal(), second_administrator()
    give_app(bashir)
    theirs = sign_in(bashir)
    first, second = CheckedClient(), CheckedClient()
    first.force_login(dougal)
    second.force_login(ada)
    page = reverse("people:manage-person", args=[bashir.uuid])

    assert "Ask for a reset" in first.get(page).content.decode()
    first.post(reverse("people:ask-for-reset", args=[bashir.uuid]))
    first.post(reverse("people:confirm-reset", args=[bashir.uuid]))
    assert queries.has_second_factor(bashir), "one administrator is not enough"
    assert "Confirm the reset" not in first.get(page).content.decode()
    assert "Confirm the reset" in second.get(page).content.decode()
    second.post(reverse("people:confirm-reset", args=[bashir.uuid]))

    assert not queries.has_second_factor(bashir)
    assert theirs.get("/me/settings/").status_code == 302
    task_queue.run_due()
    assert mail.outbox[-1].subject == "The second step of your account was reset"


def test_a_reset_is_refused_to_the_person_to_others_and_after_a_week(now: datetime) -> None:
    bashir, dougal, ada = cast.bashir(), cast.dougal(), second_administrator()
    for person in (bashir, dougal):
        give_app(person)

    with pytest.raises(Refused, match="nobody resets their own"):
        actions.ask_for_reset(person=dougal, by=dougal, now=now)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.ask_for_reset(person=dougal, by=bashir, now=now)
    with pytest.raises(Refused, match="has not set up"):
        actions.ask_for_reset(person=cast.isla(), by=dougal, now=now)
    actions.ask_for_reset(person=bashir, by=dougal, now=now)
    with pytest.raises(Refused, match="asked for already"):
        actions.ask_for_reset(person=bashir, by=ada, now=now)
    with pytest.raises(Refused, match="more than a week ago"):
        actions.confirm_reset(person=bashir, by=ada, now=now + timedelta(days=8))
    with pytest.raises(Refused, match="Only an administrator"):
        actions.confirm_reset(person=bashir, by=bashir, now=now)
    actions.ask_for_reset(person=dougal, by=ada, now=now)
    with pytest.raises(Refused, match="neither you nor the person"):
        actions.confirm_reset(person=dougal, by=dougal, now=now)


def test_the_command_resets_it_where_there_are_too_few_administrators() -> None:
    dougal = cast.dougal()
    with pytest.raises(CommandError, match="has not set up"):
        call_command("resetsecondfactor", "dougal@example.org", stdout=StringIO())
    give_app(dougal)
    out = StringIO()

    call_command("resetsecondfactor", "Dougal@example.org", stdout=out)

    assert not queries.has_second_factor(dougal)
    assert "set up a new one" in out.getvalue()


def test_a_demo_shows_the_code_of_its_people_and_no_other_site_does(now: datetime, settings: Any) -> None:
    settings.DEMO = True
    bashir = next(person for person in actions.make_demo_cast(now) if person.email == "bashir@example.org")
    for _ in range(2):
        client = sign_in(bashir)
        code = re.search(r'id="demo-code">(\d{6})<', client.get(f"{STEP}?next=/review/").content.decode())
        assert code
        assert client.post(STEP, {"code": code[1], "next": "/review/"})["Location"] == "/review/"
    settings.DEMO = False

    assert "demo-code" not in sign_in(bashir).get(STEP).content.decode()
