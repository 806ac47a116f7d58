"""A learner answers one question of each type, page by page, as a browser without JavaScript does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions
from ettle.activities.items.questions.tests.sample_questions import SAMPLES, questions
from ettle.activities.models import Completion, Invitation, Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import Awarded, at, begin, text
from ettle.activities.types.specs import RequiredActivity
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
WORDS = "The notes of our team meeting, and what goes into them."
ANSWERS: dict[str, dict[str, Any]] = {
    "single_choice": {"answer": "list"},
    "multiple_choice": {"answer": ["time", "authority", "script"]},
    "order": {"place-begin": "1", "place-check": "2", "place-thank": "3", "place-agree": "4"},
    "match": {"match-thank": "tries", "match-blame": "leaves"},
    "confidence": {"answer": "not-yet"},
    "reflection": {"words": WORDS},
    "explore": {"answer": "E2"},
}
# What is stored of each answer, what it earns, and what the page says then.
STORED: dict[str, tuple[str, str | None, str]] = {
    "single_choice": ("list", "0.5", "We would choose: What it is for, and when we talk"),
    "multiple_choice": ("authority time script", "0.3333", "You did not tick it. We would."),
    "order": ("begin check thank agree", "0.5", "You put it at number 4."),
    "match": ("blame=leaves thank=tries", "0.5", "You chose ‘He moves to Peru’. We would choose ‘He hides a slip’."),
    "confidence": ("not-yet", None, "Choose a smaller task."),
    "reflection": (WORDS, None, "Tell one person about it."),
    "explore": ("E2", "0", "We see something else in it. She waited for an answer."),
}
FEEDBACK = re.compile(r'"(?:feedback|why|after)": "([^"]+)"')


def invite(data: dict[str, Any]) -> Invitation:
    """Isla is invited to an activity of questions."""
    actions.publish(factories.built(data), by=None, now=cast.NOW)
    version = factories.badge()
    actions.require(version, [[RequiredActivity(key=data["key"])]], by=None, now=cast.NOW)
    return actions.invite(learner=cast.isla(), version=version, by=cast.bashir(), now=cast.NOW)


def said_to(key: str) -> list[str]:
    """Every sentence that belongs to the answer of a sample."""
    return FEEDBACK.findall(str(SAMPLES[key]).replace("'", '"'))


def test_one_question_of_each_type_is_answered_to_the_badge(
    client: Client, awarded: Awarded, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    invitation = invite(questions())
    here = begin(client, invitation)

    for number, key in enumerate(SAMPLES, start=1):
        assert here == at(invitation, 1, number)
        with django_assert_max_num_queries(8):
            asked = text(client.get(here))
        nothing = client.post(here, {})
        assert nothing.status_code == 422
        assert "There is a problem" in text(nothing)
        for other in list(SAMPLES)[number - 1 :]:
            assert [words for words in said_to(other) if words in asked + text(nothing)] == []
        assert client.post(here, ANSWERS[key]).headers["Location"] == here
        with django_assert_max_num_queries(8):
            page = client.get(here)
        assert STORED[key][2] in text(page)
        here = re.findall(r'class="button" href="([^"]+)">(?:Next question|Finish)', page.content.decode())[0]

    assert awarded == [("Isla Reid", "ET-101")]
    assert here == at(invitation, 1, "ending")
    assert "Hand over one thing this week." in text(client.get(here))
    trail = text(client.get(at(invitation, 1, "trail")))
    assert [key for key in SAMPLES if STORED[key][2] not in trail] == []
    stored = {response.step: response for response in Response.objects.all()}
    for key, (value, score, _words) in STORED.items():
        response = stored[SAMPLES[key]["key"]]
        assert (response.value, response.score) == (value, None if score is None else Decimal(score))
        assert bool(response.rule) == (score is not None)


@pytest.mark.parametrize(
    ("key", "posted", "error", "chosen"),
    [
        ("multiple_choice", {"answer": ["time", "unknown"]}, "Choose one or more of the answers", 'value="time"'),
        (
            "order",
            {"place-agree": "2", "place-begin": "2", "place-check": "4"},
            "Choose a place for ‘You thank him for something you saw’",
            '<option value="4" selected>',
        ),
        (
            "match",
            {"match-thank": "hides"},
            "Choose what belongs to ‘Ask who did it’",
            '<option value="hides" selected>',
        ),
        ("explore", {"answer": "X1"}, "Choose one of the answers", 'value="D3"'),
    ],
)
def test_an_error_names_the_field_and_keeps_what_was_chosen(
    client: Client, awarded: Awarded, key: str, posted: dict[str, Any], error: str, chosen: str
) -> None:
    here = begin(client, invite(questions({key: SAMPLES[key]})))

    response = client.post(here, posted)

    assert response.status_code == 422
    page = response.content.decode()
    assert f"{error}</a>" in page
    assert page.count(error) == 2
    assert chosen in page
    assert not Response.objects.exists()


def test_two_things_cannot_have_one_place(client: Client, awarded: Awarded) -> None:
    here = begin(client, invite(questions({"order": SAMPLES["order"]})))

    response = client.post(here, ANSWERS["order"] | {"place-agree": "1"})

    assert response.status_code == 422
    assert "Two things have place 1. Give each a place of its own" in text(response)


def test_the_first_answer_stays_and_other_words_come_back(client: Client, awarded: Awarded) -> None:
    steps = [{key: SAMPLES[key]} for key in ("confidence", "reflection")]
    invitation = invite(questions(*steps))
    first = begin(client, invitation)
    client.post(first, {"answer": "not-yet"})
    client.post(at(invitation, 1, 2), {"words": WORDS})

    again = client.post(first, {"answer": "yes"})
    other = client.post(at(invitation, 1, 2), {"words": "Something else that nobody has read yet."})

    assert "Your first answer stays" in text(again)
    assert other.status_code == 409
    assert "Something else that nobody has read yet." in text(other)
    assert sorted(Response.objects.values_list("value", flat=True)) == sorted(["not-yet", WORDS])


def test_a_name_in_a_reflection_is_shown_before_it_is_saved(client: Client, awarded: Awarded) -> None:
    here = begin(client, invite(questions({"reflection": SAMPLES["reflection"]})))

    shown = client.post(here, {"words": "margaret will write the notes"})

    page = text(client.get(shown.headers["Location"]))
    assert "1 thing to look at" in page
    assert "margaret will write the notes" in page
    assert not Response.objects.exists()


def test_a_question_whose_turn_has_not_come_leads_to_where_one_is(client: Client, awarded: Awarded) -> None:
    invitation = invite(questions())
    first = begin(client, invitation)

    for address in (at(invitation, 1, 2), at(invitation, 1, 0), at(invitation, 1, 10**30), at(invitation, 1, "ending")):
        assert client.get(address).headers["Location"] == first
    assert client.post(at(invitation, 1, 2), ANSWERS["multiple_choice"]).headers["Location"] == first
    assert not Response.objects.exists()


def test_where_a_share_is_needed_only_enough_completes_it_and_the_best_go_counts(
    client: Client, awarded: Awarded
) -> None:
    invitation = invite(questions({"single_choice": SAMPLES["single_choice"]}, needed_percent=60))

    ending = ""
    for answer, completions in (("list", 0), ("whole", 1), ("vague", 1)):
        here = begin(client, invitation)
        client.post(here, {"answer": answer})
        ending = text(client.get(at(invitation, 1, "ending")))
        assert Completion.objects.count() == completions
        assert ("do it again when you like" in ending) == (answer != "whole")
        assert "Do it again" in text(client.get(reverse("activities:invitation", args=[invitation.uuid])))

    assert "Your answers earned 0 of 100. This activity asks for 60." in ending
    assert awarded == [("Isla Reid", "ET-101")]


def test_a_visitor_answers_them_all_and_nothing_is_stored(client: Client) -> None:
    actions.publish(factories.built(questions()), by=None, now=cast.NOW)
    here = client.post("/activities/practice/delegating/").headers["Location"]

    for key in SAMPLES:
        if key == "reflection":
            assert "What you write here is not sent and not stored" in text(client.get(here))
        answered = client.post(here, ANSWERS[key]).headers["Location"]
        page = client.get(answered)
        assert STORED[key][2] in text(page)
        here = re.findall(r'class="button" href="([^"]+)">(?:Next question|Finish)', page.content.decode())[0]

    assert "Hand over one thing this week." in text(client.get(here))
    assert WORDS not in text(client.get(here.replace("/ending/", "/trail/")))
    assert not Response.objects.exists()
