"""Saying who I am, and where I am signed in."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ettle.kit.testing.client import CheckedClient
from ettle.people import queries
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

ABOUT = {"name": "Sam Reid", "roles": ["frontline", "citizen"]}


def newcomer() -> User:
    return User.objects.create_user("new@example.org")


def test_a_newcomer_says_who_they_are_and_goes_on(client: CheckedClient) -> None:
    person = newcomer()
    client.force_login(person)

    page = client.get("/welcome/?next=/areas/").content.decode()
    response = client.post("/welcome/", {**ABOUT, "next": "/areas/"})

    assert "you work directly with people" in page
    assert response["Location"] == "/areas/"
    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Sam Reid", "")
    assert person.welcomed_at is not None
    assert [role.key for role in queries.learning_roles(person)] == ["citizen", "frontline"]


@pytest.mark.parametrize("name", ["王 小明", "de la Cruz María", "عبد الرحمن خان", "Nguyễn Thị Hoa"])
def test_a_greeting_uses_the_whole_name_or_the_one_a_person_gave(client: CheckedClient, name: str) -> None:
    person = newcomer()
    client.force_login(person)
    client.post("/me/settings/", {**ABOUT, "name": name, "time_zone": "Europe/London"})

    assert f"Welcome back, {name}<" in re.sub("</?bdi>", "", client.get("/").content.decode())
    client.post(
        "/me/settings/", {**ABOUT, "name": name, "preferred_name": "  Sam ‘Sunny’ R ", "time_zone": "Europe/London"}
    )
    assert "Welcome back, Sam ‘Sunny’ R<" in re.sub("</?bdi>", "", client.get("/").content.decode())
    assert 'value="Sam ‘Sunny’ R"' in client.get("/me/settings/").content.decode()
    too_long = client.post("/me/settings/", {**ABOUT, "preferred_name": "S" * 121, "time_zone": "Europe/London"})
    assert "Use 120 letters or fewer for what we should call you" in too_long.content.decode()


def test_the_welcome_can_be_skipped(client: CheckedClient) -> None:
    person = newcomer()
    client.force_login(person)

    response = client.post("/welcome/", {"skip": "yes", "next": "https://evil.example/"})

    assert response["Location"] == "/me/"
    person.refresh_from_db()
    assert person.welcomed_at is not None


def test_settings_keep_what_was_typed_and_say_what_is_wrong(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    response = client.post("/me/settings/", {"name": "", "roles": ["frontline"], "time_zone": "Mars/Base"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Enter your name" in page
    assert "Choose a time zone from the list" in page


def test_the_time_zone_is_a_setting_only_and_begins_as_that_of_the_operator(
    client: CheckedClient,
) -> None:
    client.force_login(newcomer())

    assert 'name="time_zone"' not in client.get("/welcome/").content.decode()
    page = client.get("/me/settings/").content.decode()
    assert 'name="time_zone" value="Europe/London"' in page
    assert '<option value="Pacific/Auckland"></option>' in page


@pytest.mark.parametrize("typed", ["Europe/Berlin", " europe/berlin ", "Europe/\x00Berlin"])
def test_a_time_zone_is_typed_or_picked(client: CheckedClient, typed: str) -> None:
    isla = cast.isla()
    client.force_login(isla)

    client.post("/me/settings/", {**ABOUT, "time_zone": typed})

    isla.refresh_from_db()
    assert isla.time_zone == "Europe/Berlin"


def test_the_welcome_leaves_a_chosen_time_zone_alone(client: CheckedClient) -> None:
    person = newcomer()
    person.time_zone = "Asia/Tokyo"
    person.save()
    client.force_login(person)

    client.post("/welcome/", ABOUT)

    person.refresh_from_db()
    assert person.time_zone == "Asia/Tokyo"


def test_changing_roles_does_not_lose_the_unchanged_ones(client: CheckedClient) -> None:
    isla = cast.isla()
    client.force_login(isla)
    role = isla.chosen_roles.get()

    client.post("/me/settings/", {"name": "Isla", "roles": ["frontline", "manager"], "time_zone": "Europe/London"})

    assert isla.chosen_roles.contains(role)
    assert [role.key for role in queries.learning_roles(isla)] == ["frontline", "manager"]


def test_signing_out_elsewhere_keeps_this_browser_only(client: CheckedClient) -> None:
    isla = cast.isla()
    client.force_login(isla)
    other = CheckedClient()
    other.force_login(isla)
    stranger = CheckedClient()
    stranger.force_login(cast.ewan())

    client.post(reverse("people:sign-out-elsewhere"))

    assert client.get("/me/settings/").status_code == 200
    assert other.get("/me/settings/").status_code == 302
    assert stranger.get("/me/settings/").status_code == 200


def test_settings_ask_few_questions_of_the_database(
    client: CheckedClient, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.isla())

    with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture
        assert client.get("/me/settings/").status_code == 200


@pytest.mark.parametrize("name", ["mfa_list_webauthn"])
def test_passkey_pages_are_in_order(client: CheckedClient, name: str) -> None:
    client.force_login(cast.isla())

    assert client.get(reverse(name)).status_code == 200
