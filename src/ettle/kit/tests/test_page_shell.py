"""The page shell: the current place, the signed-in person, the kind of site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from ettle.kit.pages import page_shell
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "place", "current"),
    [
        ("/", "Learn", "page"),
        ("/areas/empowering/", "Learn", "true"),
        ("/me/", "My journey", "page"),
        ("/me/goals/", "My journey", "true"),
        ("/me/settings/name/", "More", "true"),
        ("/evidence/x/", "Evidence", "true"),
        ("/review/", "More", "true"),
    ],
)
def test_one_place_is_marked_as_where_i_am(path: str, place: str, current: str) -> None:
    marked = [(item.words, item.current) for item in page_shell.bar_items(path) if item.current]

    assert marked == [(place, current)]


def test_a_visitor_costs_no_query_once_the_look_is_known(client: Client) -> None:
    with assertNumQueries(1):
        client.get("/more/")
    with assertNumQueries(0):
        client.get("/more/")


def test_a_visitor_is_offered_to_sign_in_and_come_back(client: Client) -> None:
    assert 'href="/account/sign-in/?next=/more/"' in client.get("/more/").content.decode()


def test_a_learner_is_offered_their_account(client: Client) -> None:
    client.force_login(cast.isla())

    page = client.get("/more/").content.decode()

    assert "Your account" in page
    assert "Manage the site" not in page


def test_an_administrator_is_led_to_the_tools(client: Client) -> None:
    client.force_login(cast.dougal())

    assert 'href="/manage/"' in client.get("/more/").content.decode()
    assert 'href="/manage/brand/"' in client.get("/manage/").content.decode()


def test_a_demonstration_says_so_on_every_page(client: Client, settings: Any) -> None:
    assert "This is a demonstration" not in client.get("/more/").content.decode()

    settings.DEMO = True

    assert "This is a demonstration" in client.get("/more/").content.decode()
