"""A learner plays a scenario, decision by decision, and reflects at its end."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.models import Attempt, Completion, Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, begin, play_scenario, text

pytestmark = pytest.mark.django_db


def test_no_page_tells_what_an_option_leads_to_before_it_is_chosen(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    scenario = factories.spec("rota").part
    assert isinstance(scenario, ScenarioSpec)
    options = {option.key: option for node in scenario.nodes for option in node.options}
    here = begin(client, invitation)

    for number, choice in enumerate(GOOD):
        page = text(client.get(here))
        known = set(GOOD[max(0, number - 1) : number])
        for option in options.values():
            assert (option.why in page) == (option.key in known)
        assert not [ending for ending in scenario.endings if ending.did_well in page]
        here = client.post(here, {"answer": choice}).headers["Location"]


def test_going_back_to_try_another_is_recorded_and_kept_in_the_trail(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    client.post(first, {"answer": "do-it-myself"})

    again = client.post(at(invitation, 1, 1, "back"))
    assert again.headers["Location"] == first
    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    acts = list(Response.objects.values_list("act", flat=True))
    assert acts == ["chose", "back", "chose", "chose", "chose", "reflected"]
    page = text(client.get(at(invitation, 1, "trail")))
    assert "You went back and tried another" in page
    assert "You were here until ten last night" in page
    assert "A rota that holds people" in page
    assert REFLECTION in page


def test_choosing_anew_on_an_earlier_page_goes_back_first(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    second = client.post(first, {"answer": "do-it-myself"}).headers["Location"]
    client.post(second, {"answer": "accept"})

    client.post(first, {"answer": "ask-together"})

    acts = list(Response.objects.values_list("act", "step", "value"))
    assert acts == [
        ("chose", "the-gap", "do-it-myself"),
        ("chose", "the-offer", "accept"),
        ("back", "the-offer", ""),
        ("back", "the-gap", ""),
        ("chose", "the-gap", "ask-together"),
    ]


def test_the_same_choice_sent_twice_is_one_choice(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    key = {"once": str(uuid.uuid4()), "answer": "limit"}
    client.post(first, {"answer": "ask-together"})

    for _ in range(3):
        client.post(at(invitation, 1, 2), key)
        client.post(first, {"answer": "ask-together"})

    assert Response.objects.count() == 2


def test_a_short_reflection_is_enough_and_an_empty_one_is_not(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    assert "0 words of about 25" in text(client.get(at(invitation, 1, "reflect")))

    empty = client.post(at(invitation, 1, "reflect"), {"words": " – "})

    assert empty.status_code == 422
    assert "A few words are enough" in text(empty)
    assert awarded == []
    client.post(at(invitation, 1, "reflect"), {"words": "I will ask first – and thank."})
    assert awarded == [("Isla Reid", "ET-101")]


def test_a_name_in_a_reflection_is_shown_once_before_it_is_sent(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    written = {"words": f"{REFLECTION} I will tell Mrs Doyle."}

    shown = client.post(at(invitation, 1, "reflect"), written)

    assert "1 thing to look at" in text(shown)
    assert awarded == []
    marks = re.findall(r'name="looked-at" value="(\w+)"', shown.content.decode())
    client.post(at(invitation, 1, "reflect"), {**written, "looked-at": marks})
    assert awarded == [("Isla Reid", "ET-101")]


def test_reflecting_twice_completes_once(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)

    for _ in range(2):
        client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    assert Completion.objects.count() == 1
    assert awarded == [("Isla Reid", "ET-101")]


def test_other_words_after_the_end_come_back_and_are_not_called_saved(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    shown = client.post(at(invitation, 1, "reflect"), {"words": "Written on the phone", "once": str(uuid.uuid4())})

    assert shown.status_code == 409
    assert "\nWritten on the phone</textarea>" in shown.content.decode()
    assert Completion.objects.count() == 1


def test_nothing_can_be_chosen_or_skipped_after_or_before_the_end(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    assert client.post(at(invitation, 1, "reflect"), {"words": REFLECTION}).headers["Location"] == first
    assert client.get(at(invitation, 1, "ending")).headers["Location"] == first

    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})
    before = Response.objects.count()
    client.post(first, {"answer": "do-it-myself"})
    client.post(at(invitation, 1, 1, "back"))

    assert Response.objects.count() == before


def test_playing_again_changes_neither_completion_nor_award(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    for choices in (GOOD, ["do-it-myself", "accept", "move-on"]):
        play_scenario(client, invitation, choices)
        client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    assert Attempt.objects.count() == 2
    assert Completion.objects.get().attempt.number == 1
    assert len(awarded) == 1
