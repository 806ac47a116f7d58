"""The page that was wanted is not lost while someone signs in or up, and the pages promise only what is true."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache

from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.test_sign_in import CODE, SIGN_IN, ask, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("first", "here", "sent"),
    [
        (SIGN_IN, CODE, {"login": "isla@example.org"}),
        ("/account/sign-up/", "/account/sign-up/code/", {"name": "Bo Lee", "email": "bo@example.org"}),
    ],
)
def test_back_and_a_code_that_ended_keep_the_page_that_was_wanted(
    client: CheckedClient, first: str, here: str, sent: dict[str, str]
) -> None:
    cast.isla()
    client.post(first, {**sent, "next": "/areas/"})
    assert client.get(f"{first}?next=/areas/")["Location"] == f"{here}?next=%2Fareas%2F"
    page = client.get(f"{here}?next=/areas/").content.decode()
    other = SIGN_IN if first != SIGN_IN else "/account/sign-up/"
    assert f'value="{other}?next=%2Fareas%2F"' in page
    client.post("/account/sign-out/", {"next": f"{other}?next=/areas/"})
    assert client.get(f"{here}?next=/areas/")["Location"].endswith("?next=%2Fareas%2F")


def test_the_code_page_promises_no_code_to_an_address_without_an_account(client: CheckedClient) -> None:
    ask(client, "new@example.org")
    page = client.get(CODE).content.decode()
    assert "If this address has an account, a code is in it." in page
    assert "New here?" in page
    assert "Create an account" in page


def test_a_new_browser_that_we_do_not_know_has_no_name_in_the_email(client: CheckedClient) -> None:
    cast.isla()
    sign_in(client, "isla@example.org")
    sign_in(CheckedClient(headers={"user-agent": "curl/8"}), "isla@example.org")
    task_queue.run_due()

    letter = next(letter for letter in mail.outbox if "new browser" in letter.subject)
    assert "It was a browser that you have not used here before.\n" in letter.body


@pytest.mark.parametrize(("wanted", "is_said"), [("/me/log/", True), ("/areas/", False), ("/no/such/page/", False)])
def test_the_sign_in_page_says_that_the_page_that_was_wanted_needs_an_account(
    client: CheckedClient, wanted: str, is_said: bool
) -> None:
    page = client.get(f"{SIGN_IN}?next={wanted}").content.decode()

    assert ("you go on to the page you asked for" in page) is is_said
    assert page.lower().count("create an account</a>") == 1
