"""The front page: choosing an area."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ettle.journey.tests.factories import publish_version
from ettle.library import actions
from ettle.library.presentation.area_filters import A_TO_Z, CARDS_PER_PAGE, Card, Catalogue, Choice, build_filter_links
from ettle.library.tests import sample_areas
from ettle.library.views import front
from ettle.people.tests import cast


@pytest.mark.django_db
def test_an_empty_site_says_so(client: Client) -> None:
    assert b"There are no areas here yet" in client.get("/").content


@pytest.mark.django_db
def test_a_visitor_sees_every_area_and_is_invited_to_sign_in(client: Client) -> None:
    publish_version()
    sample_areas.area()
    sample_areas.area(key="second", title="A second one", roles=("manager",))

    words = client.get("/").content.decode()

    assert "Listening well" in words
    assert "A second one" in words
    assert "Sign in" in words
    assert "needs an account" in words
    assert '/#in-short">' in words
    assert re.search(r", in short \(\d+ minutes? in all\)</span>", words)


@pytest.mark.django_db
def test_a_role_in_the_address_narrows_the_list(client: Client) -> None:
    sample_areas.area()
    sample_areas.area(key="second", title="A second one", roles=("manager",))

    words = client.get("/?role=citizen").content.decode()

    assert "A second one" not in words
    assert "1 of 2" in words
    assert re.search(r"<title>Five minutes to learn, shown for: [^<]+ – ", words)
    assert "shown for" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_filter_without_results_says_what_to_do(client: Client) -> None:
    sample_areas.area()

    assert b"Show all areas" in client.get("/?capability=nothing").content


@pytest.mark.django_db
def test_a_learner_is_welcomed_back_to_where_they_were(client: Client) -> None:
    page = sample_areas.area()
    isla = cast.isla()
    actions.save_place(page, reader=isla, place="how-to-begin", now=cast.NOW)
    client.force_login(isla)

    words = client.get("/").content.decode()

    assert "Welcome back, <bdi>Isla Reid</bdi>" in words
    assert 'href="/areas/listening/#how-to-begin"' in words
    assert "Started" in words


@pytest.mark.django_db
@pytest.mark.locks
def test_many_areas_are_split_into_pages_with_at_most_ten_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for place in range(CARDS_PER_PAGE):
        sample_areas.area(key=f"area-{place}", title=f"Area {place}")
    isla = cast.isla()
    actions.save_area(sample_areas.area(position=999), reader=isla, now=cast.NOW)
    client.force_login(isla)
    client.get("/")

    with django_assert_max_num_queries(10):
        first = client.get("/")
    later = client.get("/?page=2").content.decode()

    assert first.content.count(b"area-card") == CARDS_PER_PAGE
    assert 'href="/?page=2#areas"' in first.content.decode()
    assert later.count("area-card") == 1
    assert "Listening well" in later


@pytest.mark.django_db
def test_a_learners_role_comes_first_and_hides_nothing(client: Client) -> None:
    sample_areas.area(key="chiefs", title="For chiefs", roles=("strategic",), position=1)
    sample_areas.area()
    client.force_login(cast.isla())

    words = client.get("/").content.decode()

    assert words.index("Listening well") < words.index("For chiefs")


@pytest.mark.django_db
def test_publishing_and_unpublishing_show_at_once(client: Client) -> None:
    page = sample_areas.area()
    client.get("/")

    page.title = "Listening better"
    page.save_revision().publish()
    assert b"Listening better" in client.get("/?role=citizen").content

    page.unpublish()
    assert b"Listening better" not in client.get("/?order=a-z").content


@pytest.mark.django_db
def test_a_visitor_with_a_cached_front_page_gets_not_modified() -> None:
    sample_areas.area()
    first = Client().get("/?role=citizen")

    again = Client().get("/?role=citizen", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert "private" not in first.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["page=9999999999999", "page=x", "page=-1", "role=%00&capability=%00", "order=%27"])
def test_an_invented_address_still_shows_the_list(client: Client, query: str) -> None:
    sample_areas.area()

    assert client.get(f"/?{query}").status_code == 200


@pytest.mark.django_db
def test_every_area_is_listed_under_its_letter(client: Client) -> None:
    sample_areas.area()
    sample_areas.area(key="zeal", title="Zeal")
    sample_areas.area(key="tens", title="10 ways")

    words = client.get("/areas/").content.decode()

    assert words.index("Listening well") < words.index("Zeal") < words.index("10 ways")


@pytest.mark.django_db
def test_a_long_alphabet_shows_one_letter_at_a_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "WHOLE_ALPHABET", 1)
    sample_areas.area()
    sample_areas.area(key="zeal", title="Zeal")

    words = client.get("/areas/?letter=z").content.decode()

    assert "Zeal" in words
    assert "Listening well" not in words
    assert b"Listening well" in client.get("/areas/?letter=nothing").content


ROLES = ("citizen", "frontline", "supervisor")
cards = st.builds(
    Card,
    slug=st.just("a"),
    title=st.just("A"),
    summary=st.just("a"),
    minutes=st.just(5),
    roles=st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    capabilities=st.lists(st.sampled_from(["vis", "self", "emp"]), unique=True).map(tuple),
    badges=st.just(()),
)


@given(
    st.lists(cards, max_size=12),
    st.sampled_from(["", *ROLES]),
    st.sampled_from(["", "vis", "emp"]),
    st.sampled_from(["", "yes"]),
    st.sets(st.integers(0, 12)),
)
def test_a_filter_link_counts_what_it_will_show(
    found: list[Card], role: str, capability: str, saved: str, mine: set[int]
) -> None:
    catalogue = Catalogue(replace(card, pk=place) for place, card in enumerate(found))
    choice = Choice(role=role, capability=capability, saved=saved)

    for link in build_filter_links(
        catalogue, choice, "role", {"": "Every role", **dict(zip(ROLES, ROLES, strict=True))}, mine
    ):
        link_role = next((value for value in ROLES if f"role={value}" in link.address), "")
        shown = [
            card
            for card in catalogue.cards
            if (not link_role or link_role in card.roles)
            and (not capability or capability in card.capabilities)
            and (not saved or card.pk in mine)
        ]
        assert link.count == len(shown)
        for order in ("", A_TO_Z):
            requested = Choice(role=link_role, capability=capability, saved=saved, order=order)
            chosen = catalogue.choose_cards(requested, saved=mine, first={"citizen"})
            assert sorted(card.pk for card in chosen) == sorted(card.pk for card in shown)


@pytest.mark.django_db
def test_a_card_rendered_for_one_reader_is_not_shown_to_another(client: Client) -> None:
    """Rendered cards are cached; what a reader marked is part of the cache key."""
    page = sample_areas.area()
    isla = cast.isla()
    actions.save_area(page, reader=isla, now=cast.NOW)
    actions.mark_read(page, reader=isla, now=cast.NOW)
    client.force_login(isla)

    hers, all_the_others = client.get("/").content.decode(), Client().get("/").content.decode()

    assert "area-state" in hers
    assert "area-state" not in all_the_others
    assert 'href="/areas/listening/"' in all_the_others
    assert 'href="/areas/listening/?role=citizen"' in Client().get("/?role=citizen").content.decode()
