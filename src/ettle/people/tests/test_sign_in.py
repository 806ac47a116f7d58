"""Signing in with a code sent by email."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ettle.kit.limits.counters import consume
from ettle.kit.tasks import scheduled_tasks, task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import account_urls
from ettle.people.limits import SIGN_IN_FORMS
from ettle.people.models import Session, User
from ettle.people.sign_in import encryption
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
CODE = "/account/sign-in/code/"
SIGN_IN_PAGES = (SIGN_IN, CODE, "/account/sign-up/", "/account/sign-up/code/", "/account/passkeys/sign-in/")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def ask(client: Client, email: str, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": email, **more})


def newest_code() -> str:
    task_queue.run_due()
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found[0]


def sign_in(client: Client, email: str, **more: str) -> Any:
    ask(client, email, **more)
    return client.post(CODE, {"action": "verify", "code": newest_code()})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_from_the_email_signs_a_person_in(client: CheckedClient) -> None:
    cast.isla()

    assert client.get(SIGN_IN).status_code == 200
    assert ask(client, "Isla@Example.org ")["Location"] == CODE
    assert client.get(CODE).status_code == 200
    response = client.post(CODE, {"action": "verify", "code": newest_code()})

    assert response["Location"] == "/me/"
    assert signed_in(client)
    assert mail.outbox[-1].to == ["isla@example.org"]


@pytest.mark.parametrize(
    "pasted", ["\u200bisla@example.org\u00a0", "Isla Reid <isla@example.org>", "mailto:isla@example.org"]
)
def test_an_address_that_was_pasted_signs_a_person_in(client: CheckedClient, pasted: str) -> None:
    cast.isla()

    sign_in(client, pasted)

    assert signed_in(client)


def test_an_address_that_was_pasted_makes_the_account_of_that_address(client: CheckedClient) -> None:
    client.post("/account/sign-up/", {"name": "Nell Hay", "email": "\ufeffnell@example.org."})
    task_queue.run_due()

    assert mail.outbox[-1].to == ["nell@example.org"]


def test_the_page_they_wanted_comes_after_the_code(client: CheckedClient) -> None:
    cast.isla()

    confirm = client.post(SIGN_IN, {"login": "isla@example.org", "next": "/me/settings/?a=b"})["Location"]
    response = client.post(confirm, {"action": "verify", "code": newest_code(), "next": "/me/settings/?a=b"})

    assert response["Location"] == "/me/settings/?a=b"


@pytest.mark.parametrize(
    "bad",
    [
        "https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "http:///evil.example",
        "http://[::1", "//[::1",
    ],
)  # fmt: skip
def test_a_next_page_outside_the_site_is_ignored(client: CheckedClient, bad: str) -> None:
    cast.isla()

    confirm = client.post(SIGN_IN, {"login": "isla@example.org", "next": bad})["Location"]
    response = client.post(confirm, {"action": "verify", "code": newest_code(), "next": bad})

    assert response["Location"] == "/me/"


def test_known_and_unknown_addresses_get_the_same_answer(client: CheckedClient) -> None:
    cast.isla()
    other = CheckedClient()

    known, unknown = ask(client, "isla@example.org"), ask(other, "nobody@example.org")

    assert known.status_code == unknown.status_code
    assert known["Location"] == unknown["Location"]
    pages = [c.get(CODE).content.decode() for c in (client, other)]
    pages = [re.sub(r'value="[\w-]{20,}"|isla@\S+?<|nobody@\S+?<', "", page) for page in pages]
    assert pages[0] == pages[1]


def test_known_and_unknown_addresses_cost_the_same_work() -> None:
    cast.isla()
    consume(SIGN_IN_FORMS, "127.0.0.0/24", now=timezone.now())  # the row of the network, which both share
    work = []
    for email in ("isla@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), email)
        work.append([query["sql"].split()[0] for query in queries])

    known, unknown = (Counter(statements) for statements in work)
    assert known["INSERT"] == unknown["INSERT"]
    assert abs(known["SELECT"] - unknown["SELECT"]) <= 1


def test_what_has_run_out_is_forgotten_the_next_day(client: CheckedClient) -> None:
    with time_machine.travel(cast.NOW, tick=False) as clock:
        client.post("/account/sign-up/", {"name": "Never Came", "email": "never@example.org"})
        task_queue.run_due()
        assert "it is deleted after a week" in mail.outbox[-1].body
        cast.isla()
        sign_in(CheckedClient(), "isla@example.org")
        clock.shift(timedelta(days=15))
        sign_in(CheckedClient(), "isla@example.org")
        scheduled_tasks.enqueue_due_tasks(timezone.now())
        task_queue.run_due()

    assert not User.objects.filter(email="never@example.org").exists()
    assert User.objects.filter(email="isla@example.org").exists()
    assert Session.objects.count() == 1


def test_an_unknown_address_is_reported_by_email_only(client: CheckedClient) -> None:
    ask(client, "nobody@example.org")

    task_queue.run_due()
    assert mail.outbox[-1].subject == "There is no account for this address"
    assert "http://localhost:8000/account/sign-up/" in mail.outbox[-1].body


def test_no_code_opens_an_account_that_is_not_there(client: CheckedClient) -> None:
    ask(client, "nobody@example.org")

    assert client.post(CODE, {"code": ""}).status_code == 422
    assert client.post(CODE, {"code": "000000"}).status_code == 422
    assert not signed_in(client)


def test_a_code_works_five_tries_long(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isla@example.org")
    code = newest_code()
    wrong = "000000" if code != "000000" else "111111"

    answers = [client.post(CODE, {"code": wrong}).status_code for _ in range(5)]
    response = client.post(CODE, {"code": code})

    assert answers == [422, 422, 422, 422, 302]
    assert response["Location"].startswith(SIGN_IN)
    assert not signed_in(client)


def test_a_code_works_for_ten_minutes(client: CheckedClient) -> None:
    cast.isla()
    with time_machine.travel(cast.NOW, tick=False) as clock:
        ask(client, "isla@example.org")
        code = newest_code()
        clock.shift(timedelta(minutes=10, seconds=1))

        client.post(CODE, {"code": code})

    assert not signed_in(client)


def test_a_code_works_once(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isla@example.org")
    code = newest_code()
    client.post(CODE, {"code": code})
    client.post(reverse("account_logout"))

    client.post(CODE, {"code": code})

    assert not signed_in(client)


def test_a_code_works_only_in_the_browser_that_requested_it(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isla@example.org")
    code = newest_code()
    thief = CheckedClient()
    ask(thief, "isla@example.org")

    assert thief.post(CODE, {"code": code}).status_code == 422
    assert not signed_in(thief)


def test_the_session_is_renewed_at_sign_in(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isla@example.org")
    before = client.session.session_key
    client.post(CODE, {"code": newest_code()})

    assert before
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=encryption.session_key_digest(before)).exists()


def test_another_code_can_be_sent_and_the_first_stops_working(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isla@example.org")
    first = newest_code()
    client.post(CODE, {"action": "resend"})
    second = newest_code()

    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": second}).status_code == 302


def test_another_address_can_be_used_instead(client: CheckedClient) -> None:
    cast.isla()
    ask(client, "isle@example.org")

    response = client.post(reverse("account_logout"), {"next": SIGN_IN})

    assert response["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


def test_an_account_is_made_by_name_and_address(client: CheckedClient) -> None:
    assert client.get("/account/sign-up/").status_code == 200
    sent = client.post("/account/sign-up/", {"name": "Mairi Bain", "email": "Mairi@example.org"})
    assert sent["Location"] == "/account/sign-up/code/"
    assert client.get(sent["Location"]).status_code == 200
    response = client.post(sent["Location"], {"action": "verify", "code": newest_code()})

    assert response["Location"] == "/welcome/?next=%2Fme%2F"
    assert signed_in(client)
    mairi = User.objects.get(email="mairi@example.org")
    assert mairi.name == "Mairi Bain"
    assert not mairi.has_usable_password()


def test_pressing_continue_twice_leads_where_the_first_press_led(client: CheckedClient) -> None:
    here = client.post("/account/sign-up/", {"name": "Mairi Bain", "email": "mairi@example.org"})["Location"]
    pressed = {"action": "verify", "code": newest_code()}
    first = client.post(here, pressed)

    assert client.post(here, pressed)["Location"] == first["Location"] == "/welcome/?next=%2Fme%2F"
    assert client.get(here)["Location"] == first["Location"]
    client.post("/welcome/", {"skip": ""})
    assert client.post(f"{here}?next=/areas/", pressed)["Location"] == "/areas/"
    assert client.post(f"{here}?next=//example.org/", pressed)["Location"] == "/me/"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("who", ["visitor", "signed in", "signed in with a code to type", "with a code to type"])
def test_no_method_breaks_a_page_about_signing_in(client: Client, method: str, who: str) -> None:
    client.raise_request_exception = False
    if "code" in who:
        client.post("/account/sign-up/", {"name": "Mairi Bain", "email": "mairi@example.org"})
    if "signed in" in who:
        client.force_login(cast.isla())

    for address in account_urls.urlpatterns:
        if "sign-out" not in str(address.pattern):
            path = "/" + str(address.pattern).replace("<int:pk>", "1")
            assert client.generic(method, path).status_code < 500, path


def test_making_an_account_that_exists_looks_the_same_and_changes_nothing(client: CheckedClient) -> None:
    cast.isla()

    sent = client.post("/account/sign-up/", {"name": "Not Isla", "email": "isla@example.org"})

    assert sent["Location"] == "/account/sign-up/code/"
    assert client.get(sent["Location"]).status_code == 200
    task_queue.run_due()
    assert mail.outbox[-1].subject == "You already have an account"
    assert User.objects.get(email="isla@example.org").name == "Isla Reid"


def test_an_empty_form_says_what_to_type(client: CheckedClient) -> None:
    for address, words in [(SIGN_IN, "Enter your email address"), ("/account/sign-up/", "Enter your name")]:
        response = client.post(address, {})
        assert response.status_code == 422
        assert words in response.content.decode()


def test_there_are_no_password_pages(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    for path in ("password/reset/", "password/change/", "password/set/", "reauthenticate/", "email/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_a_new_browser_is_reported_by_email(client: CheckedClient) -> None:
    cast.isla()
    sign_in(client, "isla@example.org")
    other = CheckedClient(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537"})
    sign_in(other, "isla@example.org")
    task_queue.run_due()

    letters = [letter for letter in mail.outbox if "new browser" in letter.subject]
    assert len(letters) == 1
    assert "Chrome on Linux" in letters[0].body

    other.post(reverse("account_logout"))
    sign_in(other, "isla@example.org")
    task_queue.run_due()
    assert len([letter for letter in mail.outbox if "new browser" in letter.subject]) == 1


def test_on_a_shared_device_the_session_ends_with_the_browser(client: CheckedClient) -> None:
    cast.isla()
    sign_in(client, "isla@example.org", shared_device="on")

    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.cookies["ettle_seen"]["max-age"] == ""


def test_on_ones_own_device_the_session_stays(client: CheckedClient) -> None:
    cast.isla()
    sign_in(client, "isla@example.org")

    assert client.cookies["sessionid"]["max-age"]


def test_a_hundred_people_behind_one_address_can_ask_for_codes() -> None:
    for number in range(100):
        assert ask(Client(), f"carer-{number}@example.org").status_code == 302


def test_too_many_forms_from_one_network_must_wait_whatever_process_they_reach(client: CheckedClient) -> None:
    consume(SIGN_IN_FORMS, "127.0.0.0/24", now=timezone.now(), uses=SIGN_IN_FORMS.most - 1)
    assert ask(client, "isla@example.org").status_code == 302

    cache.clear()  # what a new process has
    answers = [client.post(address, {"login": "isla@example.org"}) for address in SIGN_IN_PAGES]

    assert [answer.status_code for answer in answers] == [429] * len(SIGN_IN_PAGES)
    assert "You can go on at" in answers[0].content.decode()
    assert Client().get(SIGN_IN).status_code == 200


def test_signing_out_ends_the_session(client: CheckedClient) -> None:
    cast.isla()
    sign_in(client, "isla@example.org")
    assert client.get(reverse("account_logout")).status_code == 200

    client.post(reverse("account_logout"))

    assert not signed_in(client)
    assert not Session.objects.exclude(person=None).exists()


def test_the_name_says_how_long_it_may_be_before_it_is_typed(client: CheckedClient) -> None:
    page = client.get("/account/sign-up/").content.decode()
    long_name = client.post("/account/sign-up/", {"name": "A" * 121, "email": "a@example.org"})

    assert "As you want it to appear on your badges, in 120 characters or fewer" in page
    assert "Use 120 characters or fewer for your name" in long_name.content.decode()
    assert "A" * 121 in long_name.content.decode()
