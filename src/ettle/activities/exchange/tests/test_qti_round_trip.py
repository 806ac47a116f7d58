"""What is written as QTI 3.0 is read back as the same question, and a player gives it the score we give."""

from __future__ import annotations

import io
import math
import zipfile
from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities.exchange.qti.item_identifiers import TARGET, THING, make_identifier
from ettle.activities.exchange.qti.item_reader import read_item
from ettle.activities.exchange.qti.item_writer import write_question, write_sort
from ettle.activities.exchange.qti.item_xml import parse_xml, write_xml
from ettle.activities.exchange.tests.exchanged_specs import all_questions, matches, orders, sorts, texts
from ettle.activities.exchange.tests.exchanged_specs import multiple_choices as multiples
from ettle.activities.exchange.tests.exchanged_specs import single_choices as singles
from ettle.activities.exchange.tests.rule_player import Player
from ettle.activities.items.answer_values import join_keys, join_pairs
from ettle.activities.items.questions.specs import QuestionsSpec, StepSpec
from ettle.activities.items.questions.tests.sample_questions import SAMPLES, find_type, questions
from ettle.activities.items.sort.scoring import score_sort
from ettle.activities.types.exchange import ExchangeRefused, read_qti_item, read_qti_package, write_qti_package
from ettle.activities.types.specs import ActivityFileSpec

FEW = settings(max_examples=25)  # each makes a whole file, in a few milliseconds


def exchange_item(root: Any) -> Any:
    return parse_xml(write_xml(root), "item.xml")


def same_score(ours: Decimal | None, theirs: float) -> bool:
    """A player does not round; we round down to four places."""
    return ours == Decimal(theirs + 1e-9).quantize(Decimal("0.0001"), ROUND_DOWN)


def read_zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@FEW
@given(all_questions())
def test_a_question_is_read_back_as_it_was(sample: tuple[str, Any]) -> None:
    kind, question = sample

    found = read_item(exchange_item(write_question(kind, question)), "item.xml")

    assert (found.kind, found.spec) == (kind, question)


@FEW
@given(sorts(), texts)
def test_a_sort_is_read_back_as_it_was(sort: Any, title: str) -> None:
    found = read_item(exchange_item(write_sort("a-sort", title, sort)), "item.xml")

    assert (found.kind, found.title, found.spec) == ("sort", title, sort)


@FEW
@given(st.data(), singles())
def test_a_player_scores_a_single_choice_as_we_do(data: Any, question: Any) -> None:
    answer = data.draw(st.sampled_from(question.options)).key

    played = Player(exchange_item(write_question("single_choice", question)), make_identifier(answer)).play()

    assert same_score(find_type("single_choice").score(question, answer), played.values["SCORE"])
    assert played.values["FEEDBACK"] == make_identifier(answer)


@FEW
@given(st.data(), multiples())
def test_a_player_scores_a_multiple_choice_as_we_do(data: Any, question: Any) -> None:
    ticked = data.draw(st.sets(st.sampled_from([option.key for option in question.options])))

    item = exchange_item(write_question("multiple_choice", question))
    played = Player(item, [make_identifier(key) for key in ticked]).play()

    assert same_score(find_type("multiple_choice").score(question, join_keys(ticked)), played.values["SCORE"])


@FEW
@given(st.data(), orders())
def test_a_player_scores_an_order_as_we_do(data: Any, question: Any) -> None:
    given_order = data.draw(st.permutations([item.key for item in question.items]))

    item = exchange_item(write_question("order", question))
    played = Player(item, [make_identifier(key) for key in given_order]).play()

    assert same_score(find_type("order").score(question, join_keys(given_order)), played.values["SCORE"])


@FEW
@given(st.data(), matches())
def test_a_player_scores_a_match_as_we_do(data: Any, question: Any) -> None:
    answers = st.sampled_from([answer.key for answer in question.answers])
    chosen = {pair.key: data.draw(answers) for pair in question.pairs if data.draw(st.booleans())}

    item = exchange_item(write_question("match", question))
    played = Player(item, [f"{THING}{thing} {TARGET}{answer}" for thing, answer in chosen.items()]).play()

    assert same_score(find_type("match").score(question, join_pairs(chosen)), played.values["SCORE"])


@FEW
@given(st.data(), sorts())
def test_a_player_scores_a_sort_as_we_do(data: Any, sort: Any) -> None:
    categories = st.sampled_from([category.key for category in sort.categories])
    placed = {card.key: data.draw(categories) for card in sort.cards}
    right = {card.key: card.right for card in sort.cards}

    item = exchange_item(write_sort("a-sort", "A sort", sort.replace(scored=True)))
    played = Player(item, [f"{THING}{card} {TARGET}{category}" for card, category in placed.items()]).play()

    assert same_score(score_sort(placed, right), played.values["SCORE"])
    assert math.isclose(Player(item, None).play().values["SCORE"], 0)


EXCHANGED = [{key: SAMPLES[key]} for key in SAMPLES if key != "explore"]


@pytest.mark.parametrize("needed", [0, 70])
def test_an_activity_of_questions_is_read_back_from_its_package(needed: int) -> None:
    written = questions(*EXCHANGED, opening="Ade is ready.\n\nAre you?", needed_percent=needed)
    activity = ActivityFileSpec.from_stored(written)

    package = write_qti_package(activity)

    assert read_qti_package(read_zip(package)) == activity
    assert write_qti_package(activity) == package


@FEW
@given(st.lists(all_questions(), min_size=1, max_size=4, unique_by=lambda sample: sample[1].key), st.integers(0, 100))
def test_any_activity_is_read_back_from_its_package(samples: list[tuple[str, Any]], percent: int) -> None:
    steps = tuple(StepSpec(**{kind: question}) for kind, question in samples)
    is_scored = any(find_type(kind).rule for kind, _ in samples)
    part = QuestionsSpec(steps=steps, closing="Go.", needed_percent=percent if is_scored else 0)
    head: dict[str, Any] = {"key": "any", "kind": "questions", "title": "Any", "summary": "Some.", "minutes": 90}
    activity = ActivityFileSpec(**head | {"questions": part})

    assert read_qti_package(read_zip(write_qti_package(activity))) == activity


def test_a_sort_is_read_back_from_its_package(sort_activity: Any) -> None:
    assert read_qti_package(read_zip(write_qti_package(sort_activity))) == sort_activity


def test_one_item_is_an_unfinished_activity() -> None:
    question = find_type("order").spec.from_stored(SAMPLES["order"])

    found: Any = read_qti_item(write_xml(write_question("order", question)), "the-steps.xml")

    assert (found.key, found.title, found.minutes, found.summary) == ("the-steps", "The steps", 0, "")
    assert [step.order for step in found.questions.steps] == [question]


def test_what_qti_has_no_item_for_is_refused_by_name() -> None:
    with pytest.raises(ExchangeRefused, match="open-door: a question of the type ‘explore’"):
        write_qti_package(ActivityFileSpec.from_stored(questions()))


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    question = find_type("order").spec.from_stored(SAMPLES["order"] | {"text": "A bell: \x07"})

    with pytest.raises(ExchangeRefused, match=r"U\+0007"):
        write_xml(write_question("order", question))
