"""Questions and sorts as assessment items, scored by a player as we score them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.qti import response_rules as rules
from ettle.activities.exchange.qti.item_identifiers import TARGET, THING, make_identifier
from ettle.activities.exchange.qti.item_xml import QTI, make_element, tidy_text, write_lines, write_paragraphs
from ettle.activities.items.confidence.specs import ConfidenceSpec
from ettle.activities.items.match.specs import MatchSpec
from ettle.activities.items.multiple_choice.specs import MultipleChoiceSpec
from ettle.activities.items.order.specs import OrderSpec
from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.reflection.specs import ReflectionSpec
from ettle.activities.items.single_choice.specs import SingleChoiceSpec
from ettle.activities.items.sort.specs import SortSpec

WHY = "WHY"  # the feedback about a whole question; keys have small letters, so none is the same
WORD_LENGTH = 6  # characters, with the space
KIND, WORDS, THINGS, MATCHES = "data-ettle-kind", "data-ettle-words", "data-ettle-things", "data-ettle-matches"

Pairs = list[tuple[str, str]]


@dataclass
class ItemContent:
    """What makes an item. feedback: identifier -> what is said after the answer. rules: those of the score."""

    declaration: Element
    interaction: Element
    rules: list[Element] = field(default_factory=list)
    outcomes: list[Element] = field(default_factory=list)
    feedback: Mapping[str, str] = field(default_factory=dict)
    is_feedback_chosen: bool = False


def write_question(kind: str, question: BaseQuestionSpec) -> Element:
    """Return a question as an item. kind: the key of its type. Raises ExchangeRefused for others."""
    write = WRITERS.get(kind)
    if write is None:
        raise ExchangeRefused(f"{question.key}: a question of the type ‘{kind}’ has no counterpart in QTI.")
    return _write_item(question.key, question.title, question.text, write(question))


def write_sort(key: str, title: str, sort: SortSpec) -> Element:
    """Return a sort as an item. What is said at its end belongs to the activity."""
    things = [(make_identifier(card.key, THING), card.text) for card in sort.cards]
    targets = [(make_identifier(category.key, TARGET), category.label) for category in sort.categories]
    pairs = [
        [(make_identifier(card.key, THING), make_identifier(right, TARGET)) for right in card.right]
        for card in sort.cards
    ]
    content = ItemContent(
        _declare_pairs(pairs),
        _ask_match(sort.question, things, targets, {KIND: "sort"}),
        rules.score_by_mapping() if sort.scored else [],
        feedback={make_identifier(card.key, THING): card.why for card in sort.cards},
    )
    return _write_item(key, title, "", content)


def _write_item(key: str, title: str, text: str, content: ItemContent) -> Element:
    shown = {identifier: words for identifier, words in content.feedback.items() if tidy_text(words)}
    outcomes = [rules.declare_outcome(rules.SCORE, "float", default="0")] if content.rules else []
    processing = list(content.rules)
    if shown:
        outcomes.append(rules.declare_outcome(rules.FEEDBACK, "identifier", is_single=content.is_feedback_chosen))
        processing.append(rules.show_chosen() if content.is_feedback_chosen else rules.show_all(list(shown)))
    parts = [content.declaration, *outcomes, *content.outcomes]
    parts.append(make_element("qti-item-body", None, *write_paragraphs(text), content.interaction))
    if processing:
        parts.append(make_element("qti-response-processing", None, *processing))
    parts += [_write_feedback(identifier, words) for identifier, words in shown.items()]
    attributes = {
        "xmlns": QTI, "identifier": make_identifier(key), "title": tidy_text(title),
        "adaptive": "false", "time-dependent": "false",
    }  # fmt: skip
    return make_element("qti-assessment-item", attributes, *parts)


def _write_feedback(identifier: str, words: str) -> Element:
    attributes = {"outcome-identifier": rules.FEEDBACK, "identifier": identifier, "show-hide": "show"}
    body = make_element("qti-content-body", None, *write_paragraphs(words))
    return make_element("qti-modal-feedback", attributes, body)


def _write_single_choice(question: SingleChoiceSpec) -> ItemContent:
    best = next((option.key for option in question.options if option.weight == 1), None)
    points = {make_identifier(option.key): option.weight for option in question.options if option.weight}
    declaration = _declare_response("single", [make_identifier(best)] if best else [], points)
    choices = [(option.key, option.text) for option in question.options]
    feedback = {make_identifier(option.key): option.feedback for option in question.options}
    interaction = _ask_choice(question.question, choices, {"max-choices": "1", "shuffle": "true"})
    return ItemContent(declaration, interaction, rules.score_by_mapping(), feedback=feedback, is_feedback_chosen=True)


def _write_multiple_choice(question: MultipleChoiceSpec) -> ItemContent:
    right = [make_identifier(key) for key in question.right]
    point = 1 / max(1, len(right))
    points = {make_identifier(option.key): point if option.right else -point for option in question.options}
    declaration = _declare_response("multiple", right, {} if question.all_or_nothing else points)
    choices = [(option.key, option.text) for option in question.options]
    interaction = _ask_choice(question.question, choices, {"max-choices": "0", "shuffle": "true"})
    score = rules.score_by_match() if question.all_or_nothing else rules.score_by_mapping()
    feedback = {make_identifier(option.key): option.feedback for option in question.options}
    return ItemContent(declaration, interaction, score, feedback=feedback)


def _write_confidence(question: ConfidenceSpec) -> ItemContent:
    choices = [(level.key, level.text) for level in question.levels]
    how = {"class": "qti-likert", "max-choices": "1", "shuffle": "false", KIND: "confidence"}
    feedback = {make_identifier(level.key): level.feedback for level in question.levels}
    interaction = _ask_choice(question.question, choices, how)
    return ItemContent(_declare_response("single"), interaction, feedback=feedback, is_feedback_chosen=True)


def _write_order(question: OrderSpec) -> ItemContent:
    identifiers = [make_identifier(item.key) for item in question.items]
    shown = sorted(question.items, key=lambda item: item.key)
    if shown == list(question.items):
        shown.reverse()  # a player that does not mix them would show the answer
    choices = [(item.key, item.text) for item in shown]
    interaction = _ask_choice(question.question, choices, {"shuffle": "true"}, "qti-order-interaction")
    feedback = {make_identifier(item.key): item.why for item in question.items}
    return ItemContent(
        _declare_response("ordered", identifiers), interaction, rules.score_by_order(identifiers, question.mode),
        rules.declare_order(len(identifiers)), {WHY: question.why} | feedback,
    )  # fmt: skip


def _write_match(question: MatchSpec) -> ItemContent:
    things = [(make_identifier(pair.key, THING), pair.text) for pair in question.pairs]
    targets = [(make_identifier(answer.key, TARGET), answer.text) for answer in question.answers]
    pairs = [[(make_identifier(pair.key, THING), make_identifier(pair.answer, TARGET))] for pair in question.pairs]
    how = {KIND: "match", THINGS: tidy_text(question.things), MATCHES: tidy_text(question.matches)}
    return ItemContent(
        _declare_pairs(pairs), _ask_match(question.question, things, targets, how), rules.score_by_mapping(),
        feedback={make_identifier(pair.key, THING): pair.why for pair in question.pairs},
    )  # fmt: skip


def _write_reflection(question: ReflectionSpec) -> ItemContent:
    how = {
        "response-identifier": rules.RESPONSE,
        "expected-length": str(question.about_words * WORD_LENGTH),
        WORDS: str(question.about_words),
    }
    interaction = make_element("qti-extended-text-interaction", how, _ask(question.question))
    return ItemContent(_declare_response("single", base_type="string"), interaction, feedback={WHY: question.after})


def _ask(question: str) -> Element:
    return make_element("qti-prompt", None, *write_lines(question))


def _ask_choice(question: str, choices: Pairs, how: Mapping[str, str], tag: str = "qti-choice-interaction") -> Element:
    made = [
        make_element("qti-simple-choice", {"identifier": make_identifier(key)}, *write_lines(text))
        for key, text in choices
    ]
    return make_element(tag, {"response-identifier": rules.RESPONSE, **how}, _ask(question), *made)


def _ask_match(question: str, things: Pairs, targets: Pairs, how: Mapping[str, str]) -> Element:
    """Each thing is matched once; what it is matched with may be used for every thing."""
    sets = [
        make_element("qti-simple-match-set", None, *(_write_matched(identifier, text, most) for identifier, text in of))
        for of, most in ((things, 1), (targets, 0))
    ]
    attributes = {"response-identifier": rules.RESPONSE, "max-associations": str(len(things)), "shuffle": "true"}
    return make_element("qti-match-interaction", {**attributes, **how}, _ask(question), *sets)


def _write_matched(identifier: str, text: str, most: int) -> Element:
    attributes = {"identifier": identifier, "match-max": str(most)}
    return make_element("qti-simple-associable-choice", attributes, *write_lines(text))


def _declare_response(
    cardinality: str,
    correct: Sequence[str] = (),
    points: Mapping[str, float] | None = None,
    *,
    base_type: str = "identifier",
) -> Element:
    attributes = {"identifier": rules.RESPONSE, "cardinality": cardinality, "base-type": base_type}
    made = make_element("qti-response-declaration", attributes)
    if correct:
        values = [make_element("qti-value", None, value) for value in correct]
        made.append(make_element("qti-correct-response", None, *values))
    if points:
        bounds = {"default-value": "0", "lower-bound": "0", "upper-bound": "1"}
        entries = [
            make_element("qti-map-entry", {"map-key": name, "mapped-value": repr(float(value))})
            for name, value in points.items()
        ]
        made.append(make_element("qti-mapping", bounds, *entries))
    return made


def _declare_pairs(pairs: Sequence[Pairs]) -> Element:
    """pairs: for each thing, those that are right. The correct response can hold only the first of them."""
    points = {f"{thing} {target}": 1 / len(pairs) for right in pairs for thing, target in right}
    correct = [" ".join(right[0]) for right in pairs if right]
    return _declare_response("multiple", correct, points, base_type="directedPair")


WRITERS: Mapping[str, Callable[[Any], ItemContent]] = {
    "single_choice": _write_single_choice,
    "multiple_choice": _write_multiple_choice,
    "confidence": _write_confidence,
    "order": _write_order,
    "match": _write_match,
    "reflection": _write_reflection,
}
