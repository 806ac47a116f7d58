"""No response holds a key, an effect or a score of a step that is not answered, in practice or by invitation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from ettle.activities import actions
from ettle.activities.actions.visitor_plays import SALT
from ettle.activities.items.scenario.specs import OptionSpec, ScenarioSpec
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, Awarded, at, text
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
INVITED, PRACTICE, VISITOR = "invited", "practice", "visitor"
# How a page would name them, as an attribute, a form value or a key of JSON.
NEVER = re.compile(r"""[\s"'{](right|effects?|score|skips_duty|routes|weight)["']?\s*[=:]""")


def start(client: Client, who: str, key: str) -> str:
    """The address of the first step."""
    if who == INVITED:
        invitation = factories.invitation(key)
        client.force_login(cast.isla())
        return str(client.post(at(invitation, 1)).headers["Location"])
    actions.publish(factories.spec(key), by=None, now=cast.NOW)
    if who == PRACTICE:
        client.force_login(cast.stranger())
    return str(client.post(reverse("activities:practice", args=[key])).headers["Location"])


def responses_around(client: Client, here: str) -> Iterator[Any]:
    """What a person can be sent while they are at a step: the page, its errors, and the pages beside it."""
    place = here.rsplit("/", 2)[0]
    yield client.get(here)
    yield client.post(here, {"answer": "nonsense"})
    for end in ("", "trail/", "trail/file/", "ending/", "reflect/", "branches/", "ending/name/", "99/"):
        yield client.get(f"{place}/{end}", follow=True)
    yield client.get(reverse("activities:catalogue"))


def check_responses(client: Client, here: str, is_hidden: Callable[[str], list[str]]) -> None:
    for response in responses_around(client, here):
        assert is_hidden(text(response)) == [], response.request["PATH_INFO"]
        assert not NEVER.findall(response.content.decode()), response.request["PATH_INFO"]


@pytest.mark.parametrize("who", [INVITED, PRACTICE, VISITOR])
def test_a_story_tells_nothing_of_what_was_not_chosen(client: CheckedClient, who: str, awarded: Awarded) -> None:
    story = factories.spec("rota").part
    assert isinstance(story, ScenarioSpec)
    options: dict[str, OptionSpec] = {option.key: option for node in story.nodes for option in node.options}
    here = start(client, who, "rota")

    for number, choice in enumerate(GOOD):
        told, explained = set(GOOD[:number]), set(GOOD[: max(0, number - 1)])

        def hidden_words(page: str, told: set[str] = told, explained: set[str] = explained) -> list[str]:
            words = [options[key].consequence for key in options.keys() - told]
            words += [options[key].why for key in options.keys() - explained]
            words += [ending.did_well for ending in story.endings]
            return [hidden for hidden in words if " ".join(hidden.split()) in page]

        check_responses(client, here, hidden_words)
        here = client.post(here, {"answer": choice}).headers["Location"]


@pytest.mark.parametrize("who", [INVITED, PRACTICE, VISITOR])
def test_a_sort_tells_nothing_of_a_card_before_its_answer(client: CheckedClient, who: str, awarded: Awarded) -> None:
    sort = factories.spec("sort-20").part
    assert isinstance(sort, SortSpec)
    cards = {card.text: card for card in sort.cards}
    open_cards = set(cards)
    here = start(client, who, "sort-20")

    for _ in range(3):
        check_responses(client, here, lambda page: [text for text in open_cards if cards[text].why in page])
        heading = unescape(re.findall("<h1>(.*?)</h1>", client.get(here).content.decode())[0])
        open_cards.remove(heading)
        here = client.post(here, {"answer": "both"}).headers["Location"]


def test_the_address_of_a_visitor_has_what_was_chosen_and_nothing_else(client: CheckedClient) -> None:
    here = start(client, VISITOR, "rota")
    here = client.post(here, {"answer": GOOD[0]}).headers["Location"]
    here = client.post(here, {"answer": GOOD[1], "called": "both"}).headers["Location"]

    token = here.split("/")[4]
    _edition, _seed, rows, _variants = signing.Signer(salt=f"{SALT}/rota").unsign_object(token)

    assert rows == [["the-gap", "chose", GOOD[0]], ["the-gap", "called", "both"], ["the-offer", "chose", GOOD[1]]]
    assert len(here) < 500
