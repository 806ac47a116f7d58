"""The language of pages and emails: chosen by the reader and remembered, English where nothing is translated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES
from ettle.kit.pages.page_cache import cache_key
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
COOKIE = site.CHOICES_COOKIE_NAME


@pytest.fixture
def welsh(settings: Any) -> Iterator[None]:
    """A site that offers Welsh, of which Django itself translates the names of months and its own messages."""
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg"), ("ar", "العربيّة")]
    yield
    translation.deactivate()


def test_a_site_with_one_language_offers_no_choice(client: CheckedClient) -> None:
    page = client.get("/")

    assert '<html lang="en-gb">' in page.content.decode()
    assert "/choose/?language=" not in page.content.decode()
    assert "Content-Language" not in page.headers


def test_a_visitor_chooses_in_the_footer_and_the_browser_remembers(client: CheckedClient, welsh: None) -> None:
    assert 'href="/choose/?language=cy&amp;next=%2F" lang="cy"' in client.get("/").content.decode()

    chosen = client.get("/choose/?language=cy&next=/more/")
    page = client.get("/more/")

    assert chosen["Location"] == "/more/", "the address says nothing of the language"
    assert client.cookies[COOKIE].value == "..cy"
    assert '<html lang="cy">' in page.content.decode()
    assert page["Content-Language"] == "cy"


def test_where_a_language_is_chosen_it_is_said_what_stays_english(client: CheckedClient, welsh: None) -> None:
    words, found = "What is not translated yet is shown in English.", "Search finds English words, and words in your"
    before, search = client.get("/").content.decode(), client.get("/search/").content.decode()
    client.get("/choose/?language=cy")
    client.force_login(cast.isla())

    assert words in before[before.index("/choose/?language=cy") :]
    assert found not in search
    assert client.get("/search/?q=rota").content.decode().count(found) == 1
    assert words in client.get(reverse("people:settings")).content.decode().partition("</main>")[0]


def test_a_language_is_remembered_beside_a_role(welsh: None) -> None:
    client = Client()

    client.get("/choose/?language=cy")
    client.get("/choose/?role=manager")

    assert client.cookies[COOKIE].value == "manager..cy"


@pytest.mark.parametrize("language", ["xx", "gd", "../..", "%00", ""])
def test_a_language_that_is_not_offered_is_none(language: str, welsh: None) -> None:
    client = Client(headers={"cookie": f"{COOKIE}=..{language}"})

    assert client.get(f"/choose/?language={language}").status_code == 302
    assert '<html lang="en-gb">' in client.get("/").content.decode()


def test_a_language_from_right_to_left_says_so(client: CheckedClient, welsh: None) -> None:
    client.get("/choose/?language=ar")

    assert '<html lang="ar" dir="rtl">' in client.get("/").content.decode()


def test_the_account_remembers_and_wins_over_the_browser(client: CheckedClient, welsh: None) -> None:
    client.get("/choose/?language=ar")
    client.force_login(cast.isla())
    fields = {"name": "Isla Reid", "time_zone": "Europe/London"}

    client.post(reverse("people:settings"), {**fields, "language": "cy"})

    assert User.objects.get(pk=cast.isla().pk).language == "cy"
    assert '<html lang="cy">' in client.get(reverse("people:settings")).content.decode()
    client.cookies[COOKIE] = "..ar"
    assert '<html lang="cy">' in client.get(reverse("people:settings")).content.decode()


def test_settings_ask_for_the_language_only_where_there_are_several(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    assert 'name="language"' not in client.get(reverse("people:settings")).content.decode()
    client.post(reverse("people:settings"), {"name": "Isla Reid", "time_zone": "Europe/London"})
    assert cast.isla().language == ""


def test_after_signing_out_the_language_stays_and_the_role_does_not(welsh: None) -> None:
    client = Client()
    client.get("/choose/?language=cy")
    client.get("/choose/?role=manager")
    client.force_login(cast.isla())

    client.post(reverse("account_logout"))

    assert client.cookies[COOKIE].value == "..cy"


def test_somebody_new_keeps_the_language_in_which_they_signed_up(welsh: None) -> None:
    client = Client()
    client.get("/choose/?language=cy")

    client.post(reverse("account_signup"), {"name": "Nia", "email": "nia@example.org"})

    assert User.objects.get(email="nia@example.org").language == "cy"


def test_an_email_is_in_the_language_of_its_recipient(welsh: None) -> None:
    User.objects.filter(pk=cast.isla().pk).update(language="cy")

    for person in (cast.isla(), cast.callum()):
        delivery.send_notice(
            "people/mail/left.txt", to=person.email, kind=ACCOUNT, key=None, limit=ACCOUNT_NOTICES, now=cast.NOW
        )
    with translation.override("ar"):
        rendered = delivery._language_of(cast.isla().email), delivery._language_of("stranger@example.org")
    task_queue.run_due()

    assert len(mail.outbox) == 2
    assert rendered == ("cy", "ar"), "a stranger reads the language of the page that caused the email"


def test_the_language_is_exported_and_erased(welsh: None) -> None:
    User.objects.filter(pk=cast.isla().pk).update(language="cy")

    exported = actions.export_personal_data(cast.isla(), now=cast.NOW)
    actions.leave(cast.isla(), now=cast.NOW)

    assert '"language": "cy"' in str(exported).replace("'", '"')
    assert not User.objects.filter(language="cy").exists()


def test_every_cached_page_is_cached_for_its_language(welsh: None) -> None:
    names = set()
    for language in ("en-gb", "cy"):
        with translation.override(language):
            names.add(cache_key(("front",)))

    assert len(names) == 2
