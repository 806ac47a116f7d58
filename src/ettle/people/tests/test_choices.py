"""Choosing a role or a setting to see pages for, without an account and without being followed."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from ettle.kit.testing.client import CheckedClient
from ettle.people import actions, queries
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.types.specs import SettingSpec, SettingsSpec

pytestmark = pytest.mark.django_db
COOKIE = settings.CHOICES_COOKIE_NAME


@pytest.fixture
def care_home() -> None:
    spec = SettingsSpec(settings=(SettingSpec(key="care-home", title="Care home"),))
    actions.put_settings(spec, by=None, now=cast.NOW)


def test_a_role_goes_into_the_next_address_and_into_a_cookie_that_names_nobody() -> None:
    client = Client()

    response = client.get("/choose/?role=manager&next=/areas/six/%23in-your-role")

    assert response["Location"] == "/areas/six/?role=manager#in-your-role"
    assert client.cookies[COOKIE].value == "manager."
    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["samesite"] == "Lax"
    assert "no-store" in response["Cache-Control"]
    assert list(client.cookies) == [COOKIE]


def test_role_and_setting_are_remembered_beside_each_other_and_forgotten_one_by_one(care_home: None) -> None:
    client = Client()

    client.get("/choose/?role=manager")
    client.get("/choose/?setting=care-home")
    assert client.cookies[COOKIE].value == "manager.care-home"
    client.get("/choose/?role=")
    assert client.cookies[COOKIE].value == ".care-home"
    client.get("/choose/?setting=")
    assert client.cookies[COOKIE].value == ""


@pytest.mark.parametrize("query", ["role=boss", "role=%00", "setting=moon", "role=<script>"])
def test_an_unknown_choice_is_none(query: str) -> None:
    client = Client()

    assert client.get(f"/choose/?{query}").status_code == 302
    assert client.cookies[COOKIE].value == ""


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:a()"])
def test_a_choice_leads_nowhere_else(address: str) -> None:
    assert Client().get("/choose/", {"role": "manager", "next": address})["Location"] == "/?role=manager"


@pytest.mark.parametrize("cookie", ["x" * 200, "manager", "../../etc.", "MANAGER."])
def test_a_cookie_that_somebody_made_up_chooses_nothing(cookie: str) -> None:
    client = Client(headers={"cookie": f"{COOKIE}={cookie}"})

    assert 'aria-current="true">Middle manager' not in client.get("/").content.decode()


def test_signing_out_forgets_the_choices(client: CheckedClient) -> None:
    client.get("/choose/?role=manager")
    client.force_login(cast.isla())

    client.post("/account/sign-out/")

    assert client.cookies[COOKIE].value == ""


def test_somebody_new_finds_their_choices_on_the_welcome_page(client: CheckedClient, care_home: None) -> None:
    newcomer = User.objects.create_user("new@example.org")
    client.get("/choose/?role=manager")
    client.get("/choose/?setting=care-home")
    client.force_login(newcomer)

    page = client.get("/welcome/").content.decode()
    client.post("/welcome/", {"name": "Sam Reid", "roles": ["manager"], "work_setting": "care-home"})

    assert re.findall(r'value="([^"]+)"[^>]* (?:selected|checked)', page) == ["manager", "care-home"]
    newcomer.refresh_from_db()
    assert newcomer.work_setting == "care-home"


def test_a_setting_in_the_address_is_shown_instead_of_the_readers_own(care_home: None) -> None:
    reader = cast.isla()
    reader.work_setting = "care-home"

    def shown(query: str) -> str:
        return queries.shown_choices(RequestFactory().get(f"/{query}"), reader).setting

    assert (shown(""), shown("?setting=care-home"), shown("?setting=")) == ("care-home", "care-home", "")


def test_a_role_in_the_address_is_shown_instead_of_the_readers_own() -> None:
    reader = cast.isla()

    def shown(query: str) -> str:
        return queries.shown_choices(RequestFactory().get(f"/{query}"), reader).role

    assert (shown(""), shown("?role=manager"), shown("?role=")) == ("frontline", "manager", "")


def test_another_address_to_sign_in_with_does_not_forget_the_role(client: CheckedClient, care_home: None) -> None:
    client.get("/choose/?role=manager")
    client.post("/account/sign-in/", {"login": "new@example.org"})
    client.post("/account/sign-out/", {"next": "/account/sign-up/"})

    client.force_login(User.objects.create_user("new@example.org"))
    assert re.findall(r'value="([^"]+)"[^>]* checked', client.get("/welcome/").content.decode()) == ["manager"]


def test_a_site_without_settings_asks_nobody_for_one(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    assert "Where do you work?" not in client.get("/me/settings/").content.decode()
