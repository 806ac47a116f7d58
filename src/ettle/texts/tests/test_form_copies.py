"""Without scripts: a form that meets an ended session comes back, filled, to its writer and to no one else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from django.urls import reverse
from django.utils import timezone

from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.texts.actions import delete_expired_forms
from ettle.texts.models import COPY_LASTS, FormCopy

pytestmark = pytest.mark.django_db
WORDS = "People choose when\r\n<b>their</b> morning begins & ‘how’"
NEW_GOAL = "/me/goals/new/"


class Tab:
    """A browser without scripts that has the page of a new goal open."""

    def __init__(self) -> None:
        self.browser = CheckedClient(enforce_csrf_checks=True, headers={"Referer": f"http://testserver{NEW_GOAL}"})

    def sign_in(self, person: Any) -> Tab:
        self.browser.force_login(person)
        # As a real sign-in does: the old token is of no use after it.
        self.browser.cookies.pop("csrftoken", None)
        return self

    def open(self) -> Tab:
        page = self.browser.get(NEW_GOAL).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        self.token = found[1]
        return self

    def end_session(self) -> Tab:
        self.browser.cookies.pop("sessionid")
        return self

    def send(self, **fields: str) -> Any:
        empty = dict.fromkeys(("behaviour", "cue", "by_on", "helper", "sign"), "")
        filled = {"csrfmiddlewaretoken": self.token, "outcome": WORDS, "step": "Ask", "remind": "yes"}
        return self.browser.post(NEW_GOAL, empty | filled | fields)


@pytest.fixture
def tab() -> Tab:
    return Tab().sign_in(cast.isla()).open()


def _given_back(address: str) -> str:
    """The page that signing in leads to."""
    found = re.search(r"next=(.*)", address)
    assert found
    return unquote(found[1])


def _box(page: str) -> str:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return next("".join(box.itertext()) for box in tree.iter("textarea") if box.get("name") == "outcome")


def test_the_form_comes_back_filled_after_sign_in_and_nothing_was_saved(tab: Tab) -> None:
    sent = tab.end_session().send()
    assert sent.status_code == 302
    assert sent["Location"].startswith("/account/sign-in/?next=/me/goals/new/")
    tab.sign_in(cast.isla())

    page = tab.browser.get(_given_back(sent["Location"])).content.decode()

    assert "You have words here that were not saved" in page
    assert _box(page) == WORDS.replace("\r\n", "\n")
    assert re.search(r'<input[^>]*value="yes"[^>]*checked|<input[^>]*checked[^>]*value="yes"', page)
    assert tab.browser.get("/me/goals/").content.decode().count("their") == 0


def test_sending_it_again_saves_it_once_and_lets_go_of_it(tab: Tab) -> None:
    sent = tab.end_session().send()
    tab.sign_in(cast.isla())
    page = tab.browser.get(_given_back(sent["Location"])).content.decode()
    number = re.search(r'name="form-copy"[^>]* value="([\w-]+)"', page)
    assert number
    token = re.search(r'value="(\w{64})"', page)
    assert token
    tab.token = token[1]

    saved = tab.send(**{"form-copy": number[1]})

    assert saved["Location"].startswith("/me/goals/")
    assert not FormCopy.objects.exists()


def test_signing_in_again_in_another_tab_does_not_lose_the_form_of_the_first(tab: Tab) -> None:
    tab.end_session().sign_in(cast.isla())
    tab.browser.get("/me/")

    sent = tab.send()

    assert sent["Location"].startswith(NEW_GOAL)
    assert WORDS.replace("\r\n", "\n") == _box(tab.browser.get(sent["Location"]).content.decode())


def test_somebody_else_at_the_same_computer_is_shown_nothing(tab: Tab) -> None:
    tab.end_session().sign_in(cast.bashir())
    tab.browser.get("/me/")

    sent = tab.send()

    assert sent.status_code == 403
    assert "their" not in sent.content.decode()
    held = FormCopy.objects.get()
    assert held.person == cast.isla()
    assert "begins" not in tab.browser.get(f"{NEW_GOAL}?form-copy={held.pk}").content.decode()


def test_the_same_account_in_another_browser_is_shown_nothing(tab: Tab) -> None:
    sent = tab.end_session().send()

    other = Tab().sign_in(cast.isla())

    assert "begins" not in other.browser.get(_given_back(sent["Location"])).content.decode()


def test_a_copy_of_the_database_cannot_be_read(tab: Tab) -> None:
    tab.end_session().send()

    assert b"morning" not in bytes(FormCopy.objects.get().sealed)


def test_it_goes_after_an_hour(tab: Tab) -> None:
    sent = tab.end_session().send()
    FormCopy.objects.update(copied_at=timezone.now() - COPY_LASTS - timedelta(seconds=1))
    tab.sign_in(cast.isla())

    assert "begins" not in tab.browser.get(_given_back(sent["Location"])).content.decode()
    delete_expired_forms.func(at=timezone.now().isoformat())
    assert not FormCopy.objects.exists()


def test_more_than_64_kb_is_shown_to_be_copied_and_not_held(tab: Tab) -> None:
    sent = tab.end_session().send(outcome="x" * 70_000)

    assert sent.status_code == 413
    assert "x" * 70_000 in sent.content.decode()
    assert not FormCopy.objects.exists()


def test_discarding_deletes_it(tab: Tab) -> None:
    tab.end_session().send()
    tab.sign_in(cast.isla()).open()

    tab.browser.post(reverse("texts:discard", args=[FormCopy.objects.get().pk]), {"csrfmiddlewaretoken": tab.token})

    assert not FormCopy.objects.exists()


def test_a_form_of_another_site_is_never_held(tab: Tab) -> None:
    tab.token = "x" * 64

    sent = tab.browser.post(NEW_GOAL, {"outcome": WORDS}, headers={"Origin": "https://elsewhere.example"})

    assert sent.status_code == 403
    assert not FormCopy.objects.exists()


def test_a_browser_that_was_never_signed_in_has_nothing_held() -> None:
    stranger = CheckedClient()

    assert stranger.post(NEW_GOAL, {"outcome": WORDS})["Location"].startswith("/account/sign-in/")
    assert not FormCopy.objects.exists()


def test_words_whose_page_is_gone_are_shown_alone(tab: Tab) -> None:
    tab.browser.defaults["HTTP_REFERER"] = "http://testserver/me/log/9f0d3c5a-0000-4000-8000-000000000000/"
    sent = tab.end_session().send()
    tab.sign_in(cast.isla())

    page = tab.browser.get(_given_back(sent["Location"])).content.decode()

    assert "Words that were not saved" in page
    assert "begins" in page


def test_a_person_has_five_forms_copied_at_most(tab: Tab) -> None:
    tab.end_session()
    for number in range(7):
        tab.send(outcome=f"Words of form {number}")

    assert FormCopy.objects.count() == 5


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/sign-in/", {"login": "isla@example.org", "next": "/account/passkeys/add/"}),
        ("/account/sign-up/", {"name": "Isla", "email": "new@example.org"}),
        ("/account/sign-out/", {"next": "/account/sign-in/?next=/me/log/"}),
    ],
)
def test_a_form_about_signing_in_is_no_form_that_was_not_taken(address: str, fields: dict[str, str]) -> None:
    browser = CheckedClient(headers={"Referer": f"http://testserver{address}"})
    browser.force_login(cast.isla())
    browser.get("/me/")
    browser.cookies.pop("sessionid")

    sent = browser.post(address, {**fields, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value})

    assert "form-copy" not in sent["Location"]
    assert not FormCopy.objects.exists()


@pytest.mark.parametrize("header", ["Referer", "Origin"])
def test_an_address_that_cannot_be_read_is_no_page_of_this_site(header: str) -> None:
    browser = CheckedClient(headers={header: "http://[::1"})
    browser.force_login(cast.isla())
    browser.get("/me/")
    browser.cookies.pop("sessionid")

    token = browser.cookies["csrftoken"].value
    sent = browser.post("/me/log/new/", {"happened": "Words", "csrfmiddlewaretoken": token})

    assert sent.status_code in {302, 403}


def test_signing_in_again_leads_to_the_page_it_was_asked_for() -> None:
    browser = CheckedClient(headers={"Referer": "http://testserver/me/settings/sign-in-again/"})
    browser.force_login(cast.isla())
    browser.get("/me/")

    token = browser.cookies["csrftoken"].value
    sent = browser.post("/me/settings/sign-in-again/", {"next": "/me/settings/leave/", "csrfmiddlewaretoken": token})

    assert unquote(sent["Location"]) == "/account/sign-in/?next=/me/settings/leave/"
    assert not FormCopy.objects.exists()
