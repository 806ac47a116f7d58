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
from ettle.texts.models import FormCopy

pytestmark = pytest.mark.django_db


def test_the_page_asks_what_a_choice_was_before_it_tells(client: Client, awarded: Awarded) -> None:
    """The choice is named with the next decision; our view of it comes on the page after that, and is never scored."""
    invitation = factories.invitation("rota")
    here = begin(client, invitation)
    asked = "Was that management, leadership or both?"
    assert asked not in text(client.get(here))

    second = client.post(here, {"answer": GOOD[0]}).headers["Location"]
    page = text(client.get(second))
    assert asked in page
    assert not re.search("This was (both )?(management|leadership)", page)
    assert "This was" not in text(client.get(at(invitation, 1, "trail")))
    wrong = client.post(second, {"answer": GOOD[1], "called": "luck"})
    assert wrong.status_code == 422
    third = client.post(second, {"answer": GOOD[1], "called": "management"}).headers["Location"]

    page = text(client.get(third))
    assert re.search("You called it management. This was (both )?(management|leadership)", page)
    assert list(Response.objects.values_list("step", "act", "value", "score")) == [
        ("the-gap", "chose", GOOD[0], None),
        ("the-gap", "called", "management", None),
        ("the-offer", "chose", GOOD[1], None),
    ]


def test_the_last_choice_is_named_at_the_ending_and_told_after_it(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    scenario = factories.spec("rota").part
    assert isinstance(scenario, ScenarioSpec)
    why = next(option.why for node in scenario.nodes for option in node.options if option.key == GOOD[-1])
    assert why not in text(client.get(at(invitation, 1, "ending")))

    for _ in range(2):
        onward = client.post(at(invitation, 1, "ending", "name"), {"called": "both"}).headers["Location"]

    assert onward == at(invitation, 1, "reflect")
    page = text(client.get(onward))
    assert "You called it both." in page
    assert why in page
    assert Response.objects.filter(act="called").count() == 1
    client.post(onward, {"words": REFLECTION})
    client.post(at(invitation, 1, "ending", "name"), {"called": "management"})
    assert Response.objects.filter(act="called").count() == 1


def test_every_branch_is_read_after_an_ending_and_not_before(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    scenario = factories.spec("rota").part
    assert isinstance(scenario, ScenarioSpec)
    assert client.get(at(invitation, 1, "branches")).headers["Location"] == first

    play_scenario(client, invitation, GOOD)

    page = text(client.get(at(invitation, 1, "branches")))
    words = [option.consequence for node in scenario.nodes for option in node.options]
    words += [ending.missed_link for ending in scenario.endings]
    assert [text for text in words if " ".join(text.split()) not in page] == []
    assert page.count("You chose this") == len(GOOD)


def test_the_trail_is_a_text_file_with_a_name(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)
    client.post(client.post(first, {"answer": GOOD[0]}).headers["Location"], {"answer": GOOD[1], "called": "both"})

    file = client.get(at(invitation, 1, "trail", "file"))

    assert re.fullmatch(r'attachment; filename="twelve-hours-of-rota-[\d-]+\.txt"', file["Content-Disposition"])
    words = file.content.decode()
    assert "You called it: Both\nOur view: " in words
    assert words.count("Our view: ") == 1  # not of the choice that the next page asks about


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

    led = client.post(at(invitation, 1, "reflect"), written)
    shown = client.get(led["Location"])

    assert led["Location"].startswith(f"{at(invitation, 1, 'reflect')}?sent=")
    assert "1 thing to look at" in text(shown)
    assert "I will tell Mrs Doyle." in text(shown)
    assert client.get(led["Location"]).content.count(b"looked-at") == 1, "Back opens it again"
    assert Client().get(led["Location"]).status_code == 302
    assert awarded == []
    marks = re.findall(r'name="looked-at" value="(\w+)"', shown.content.decode())
    from_there = {"referer": f"http://testserver{led['Location']}"}
    client.post(at(invitation, 1, "reflect"), {**written, "looked-at": marks}, headers=from_there)
    assert awarded == [("Isla Reid", "ET-101")]
    assert not FormCopy.objects.exists()


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
