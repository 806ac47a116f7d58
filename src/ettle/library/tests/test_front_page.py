"""Selecting an area."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ettle.library import actions
from ettle.library.choosing import Card, Choice, choose, links
from ettle.library.tests import made
from ettle.people.queries import LearningRole
from ettle.people.tests import cast


@pytest.mark.django_db
def test_an_empty_site_says_so(client: Client) -> None:
    assert b"There are no areas here yet" in client.get("/").content


@pytest.mark.django_db
def test_a_visitor_sees_every_area_and_is_invited_to_sign_in(client: Client) -> None:
    made.area()
    made.area(key="second", title="A second one", roles=("manager",))

    words = client.get("/").content.decode()

    assert "Listening well" in words
    assert "A second one" in words
    assert "Sign in" in words


@pytest.mark.django_db
def test_a_role_in_the_address_narrows_the_list(client: Client) -> None:
    made.area()
    made.area(key="second", title="A second one", roles=("manager",))

    words = client.get("/?role=citizen").content.decode()

    assert "A second one" not in words
    assert "1 of 2" in words


@pytest.mark.django_db
def test_what_fits_nothing_says_how_to_go_on(client: Client) -> None:
    made.area()

    assert b"Show all areas" in client.get("/?capability=nothing").content


@pytest.mark.django_db
def test_a_learner_is_welcomed_back_to_where_they_were(client: Client) -> None:
    page = made.area()
    isla = cast.isla()
    actions.keep_place(page, reader=isla, place="how-to-begin", now=cast.NOW)
    client.force_login(isla)

    words = client.get("/").content.decode()

    assert "Welcome back, Isla" in words
    assert 'href="/areas/listening/#how-to-begin"' in words
    assert "Started" in words


@pytest.mark.django_db
def test_fifty_areas_cost_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for place in range(55):
        made.area(key=f"area-{place}", title=f"Area {place}")
    isla = cast.isla()
    actions.save_area(made.area(), reader=isla, now=cast.NOW)
    client.force_login(isla)

    with django_assert_max_num_queries(10):
        response = client.get("/")

    assert response.content.count(b"area-card") == 56


cards = st.builds(
    Card,
    slug=st.just("a"),
    title=st.just("A"),
    summary=st.just("a"),
    minutes=st.just(5),
    roles=st.lists(st.sampled_from(LearningRole.values), unique=True).map(tuple),
    capabilities=st.lists(st.sampled_from(["vis", "self", "emp"]), unique=True).map(tuple),
    badges=st.just(()),
    is_saved=st.booleans(),
)


@given(st.lists(cards, max_size=12), st.sampled_from(["", *LearningRole.values]), st.sampled_from(["", "vis", "emp"]))
def test_a_filter_link_counts_what_it_will_show(found: list[Card], role: str, capability: str) -> None:
    choice = Choice(role=role, capability=capability)

    for link in links(found, choice, "role", {"": "Every role", **dict(LearningRole.choices)}):
        wanted = next((value for value in LearningRole.values if f"role={value}" in link.address), "")
        assert link.count == len(choose(found, Choice(role=wanted, capability=capability)))
