"""A player of QTI that others made gives an answer the score that we give it, and says what we say to it.

The player is Citolab's qti-components, in a page of its own and without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from ettle.activities.exchange.qti.item_identifiers import TARGET, THING, make_identifier
from ettle.activities.exchange.qti.item_writer import write_question, write_sort
from ettle.activities.exchange.qti.item_xml import write_xml
from ettle.activities.exchange.tests import exchanged_specs as specs
from ettle.activities.items.answer_values import join_keys, join_pairs
from ettle.activities.items.questions.tests.sample_questions import find_type, sample
from ettle.activities.items.sort.scoring import score_sort
from ettle.activities.tests import factories
from tests.journeys.site import ROOT

pytestmark = pytest.mark.browser
PLAYER = ROOT / "tests" / "thirdparty" / "node_modules" / "@citolab" / "qti-components" / "cdn" / "index.global.js"
SCRIPT = Path(__file__).with_name("qti_player.js").read_text().strip()
ITEMS, ANSWERS = 25, 40
ROUNDING = 0.0005 + 0.0001  # the player rounds a number to three places, and we round a score down to four


@dataclass(frozen=True)
class AskedItem:
    """An item, what answers a person may give to it as QTI says them, and what we score an answer with."""

    item: Element
    answers: st.SearchStrategy[Any]
    score: Callable[[Any], Any]


@pytest.fixture(scope="module")
def player(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=PLAYER)
    yield page
    page.close()


def ask_single(question: Any) -> AskedItem:
    keys = {make_identifier(option.key): option.key for option in question.options}
    kind = "single_choice"
    return AskedItem(
        write_question(kind, question), st.sampled_from(sorted(keys)),
        lambda answer: find_type(kind).score(question, keys[answer]),
    )  # fmt: skip


def ask_multiple(question: Any) -> AskedItem:
    keys = {make_identifier(option.key): option.key for option in question.options}
    kind = "multiple_choice"
    return AskedItem(
        write_question(kind, question), st.lists(st.sampled_from(sorted(keys)), unique=True),
        lambda answer: find_type(kind).score(question, join_keys(keys[identifier] for identifier in answer)),
    )  # fmt: skip


def ask_order(question: Any) -> AskedItem:
    keys = {make_identifier(item.key): item.key for item in question.items}
    return AskedItem(
        write_question("order", question), st.permutations(sorted(keys)),
        lambda answer: find_type("order").score(question, join_keys(keys[identifier] for identifier in answer)),
    )  # fmt: skip


def ask_match(question: Any) -> AskedItem:
    things, targets = [pair.key for pair in question.pairs], [answer.key for answer in question.answers]
    return AskedItem(
        write_question("match", question), list_pairs(things, targets),
        lambda answer: find_type("match").score(question, join_pairs(read_pairs(answer))),
    )  # fmt: skip


def ask_sort(sort: Any) -> AskedItem:
    things, targets = [card.key for card in sort.cards], [category.key for category in sort.categories]
    right = {card.key: card.right for card in sort.cards}
    return AskedItem(
        write_sort("a-sort", "A sort", sort.replace(scored=True)), list_pairs(things, targets),
        lambda answer: score_sort(read_pairs(answer), right),
    )  # fmt: skip


def list_pairs(things: list[str], targets: list[str]) -> st.SearchStrategy[list[str]]:
    """Some of the things, each with what it is matched with."""
    chosen = st.dictionaries(st.sampled_from(things), st.sampled_from(targets))
    return chosen.map(lambda pairs: [f"{THING}{thing} {TARGET}{target}" for thing, target in pairs.items()])


def read_pairs(answer: list[str]) -> dict[str, str]:
    pairs = (pair.split(" ") for pair in answer)
    return {thing.removeprefix(THING): target.removeprefix(TARGET) for thing, target in pairs}


ASK = {
    "single_choice": (ask_single, specs.single_choices()),
    "multiple_choice": (ask_multiple, specs.multiple_choices()),
    "order": (ask_order, specs.orders()),
    "match": (ask_match, specs.matches()),
    "sort": (ask_sort, specs.sorts()),
}


def play(player: Page, item: Element, answers: list[Any]) -> list[dict[str, Any]]:
    asked = [{"xml": write_xml(item).decode(), "answers": answers}]
    (played,) = player.evaluate(f"items => ({SCRIPT}).play(items)", asked)
    assert [outcomes["response"] for outcomes in played] == answers
    return list(played)


def assert_same_scores(player: Page, asked: AskedItem, answers: list[Any]) -> None:
    played = play(player, asked.item, answers)
    differences = [
        (answer, asked.score(answer), outcomes["score"])
        for answer, outcomes in zip(answers, played, strict=True)
        if abs(float(asked.score(answer)) - float(outcomes["score"])) > ROUNDING
    ]
    assert differences == []


def test_a_thousand_answers_to_questions_of_every_shape_score_alike(player: Page) -> None:
    answered = 0

    @settings(max_examples=ITEMS, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.sampled_from(sorted(ASK)))
    def compare(data: st.DataObject, kind: str) -> None:
        nonlocal answered
        ask, questions = ASK[kind]
        asked = ask(data.draw(questions))
        answers = data.draw(st.lists(asked.answers, min_size=ANSWERS, max_size=ANSWERS))
        assert_same_scores(player, asked, answers)
        answered += len(answers)

    compare()
    assert answered >= ITEMS * ANSWERS


@pytest.mark.parametrize("key", ["hand-over", "sort-20"])
def test_the_activities_of_the_starter_pack_score_alike(player: Page, key: str) -> None:
    part: Any = factories.spec(key).part
    if key == "sort-20":
        items = [("sort", part)]
    else:
        items = [(kind.key, question) for step in part.steps for kind, question in step.list_questions()]
    scored = [(kind, question) for kind, question in items if kind in ASK]
    assert scored

    for kind, question in scored:
        compare_some(player, ASK[kind][0](question))


def compare_some(player: Page, asked: AskedItem) -> None:
    @settings(max_examples=1, suppress_health_check=list(HealthCheck))
    @given(st.lists(asked.answers, min_size=ANSWERS, max_size=ANSWERS))
    def compare(answers: list[Any]) -> None:
        assert_same_scores(player, asked, answers)

    compare()


@pytest.mark.parametrize(
    ("kind", "pressed", "score", "said"),
    [
        ("single_choice", ["list"], 0.5, ["list"]),
        ("multiple_choice", ["time", "help", "script"], 1 / 3, ["authority", "help", "script", "secret", "time"]),
    ],
)
def test_a_choice_that_is_pressed_is_scored_and_we_say_the_same(
    player: Page, kind: str, pressed: list[str], score: float, said: list[str]
) -> None:
    xml = write_xml(write_question(kind, sample(kind))).decode()

    outcomes = player.evaluate(f"([xml, pressed]) => ({SCRIPT}).press(xml, pressed)", [xml, pressed])

    assert outcomes["response"] == (pressed[0] if kind == "single_choice" else pressed)
    assert float(outcomes["score"]) == pytest.approx(score, abs=ROUNDING)
    assert sorted(outcomes["said"]) == said


def test_what_is_never_scored_has_no_score_there(player: Page) -> None:
    for kind, answer in (("confidence", "not-yet"), ("reflection", "Some words of my own")):
        (outcomes,) = play(player, write_question(kind, sample(kind)), [answer])

        assert outcomes["score"] is None
        assert outcomes["response"] == answer
