"""A learner sorts the acts that are drawn for their role, card by card, and the others if they like."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from ettle.activities.items.sort.attempt_progress import SortProgress
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.models import Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import Awarded, at, begin, play_sort, text

pytestmark = pytest.mark.django_db


def twenty_acts() -> SortSpec:
    sort = factories.spec("sort-20").part
    assert isinstance(sort, SortSpec)
    return sort


def test_no_page_holds_the_key_of_a_card_before_it_is_answered(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    cards = {card.text: card for card in twenty_acts().cards}
    answered: set[str] = set()
    here = begin(client, invitation)

    for _ in range(factories.DRAWN):
        asked = client.get(here)
        wrong = client.post(here, {"answer": "nonsense"})
        overview = client.get(reverse("activities:invitation", args=[invitation.uuid]))
        for response in (asked, wrong, overview):
            assert not [card for card in cards.values() if card.why in text(response) and card.key not in answered]
        card = cards[unescape(re.findall("<h1>(.*?)</h1>", asked.content.decode())[0])]
        here = client.post(here, {"answer": "both"}).headers["Location"]
        answered.add(card.key)
        page = client.get(here)
        assert card.why in text(page)
        assert not [other for other in cards.values() if other.why in text(page) and other.key != card.key]


def test_the_order_of_the_cards_stays_from_page_to_page_and_differs_between_people() -> None:
    sort = twenty_acts()

    def order(seed: int) -> list[str]:
        return [placed.card.key for placed in SortProgress(sort, seed, []).cards]

    assert order(7) == order(7)
    assert order(7) != order(8)
    assert sorted(order(7)) == sorted(card.key for card in sort.cards)


def test_back_shows_the_answer_that_was_given(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)
    client.post(first, {"answer": "management"})
    client.post(f"{first}next/", {"words": "It felt like leading to me."})

    page = text(client.get(first))

    assert "You said Management" in page
    assert "It felt like leading to me." in page


def test_a_name_beside_a_card_is_shown_before_the_learner_goes_on(client: Client, awarded: Awarded) -> None:
    first = begin(client, factories.invitation("sort-20"))
    client.post(first, {"answer": "management"})

    led = client.post(f"{first}next/", {"words": "margaret does it better"})
    shown = client.get(led["Location"])

    assert led["Location"].startswith(f"{first}?sent=")
    assert "1 thing to look at" in text(shown)
    assert "margaret does it better" in text(shown)


def test_a_second_answer_to_a_card_changes_nothing(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)
    client.post(first, {"answer": "management"})

    again = client.post(first, {"answer": "leadership"})

    assert Response.objects.get().value == "management"
    assert "You have answered this card before. Your first answer stays." in again.content.decode()


def test_no_score_is_kept_of_the_twenty_acts(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")

    play_sort(client, invitation)

    assert not Response.objects.exclude(score=None).exists()


def test_a_card_whose_turn_has_not_come_leads_to_where_one_is(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)

    for address in (at(invitation, 1, 7), at(invitation, 1, 0), at(invitation, 1, 999_999_999_999_999_999_999)):
        assert client.get(address).headers["Location"] == first
        assert client.post(address, {"answer": "both"}).headers["Location"] == first
        assert client.post(f"{address}next/", {"words": "x"}).headers["Location"] == first
    assert client.get(at(invitation, 1, "ending")).headers["Location"] == first
    assert not Response.objects.exists()
