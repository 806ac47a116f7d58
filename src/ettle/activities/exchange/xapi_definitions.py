"""What was answered as interactions of xAPI 1.0.3: their definitions, correct responses and responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ettle.activities.items.answer_values import split_keys, split_pairs
from ettle.activities.items.confidence.specs import ConfidenceSpec
from ettle.activities.items.match.specs import MatchSpec
from ettle.activities.items.multiple_choice.specs import MultipleChoiceSpec
from ettle.activities.items.order.specs import OrderSpec
from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.reflection.specs import ReflectionSpec
from ettle.activities.items.scenario.specs import NodeSpec
from ettle.activities.items.single_choice.specs import SingleChoiceSpec
from ettle.activities.items.sort.specs import CardSpec, SortSpec

BETWEEN, PAIR = "[,]", "[.]"


@dataclass(frozen=True)
class Interaction:
    """definition: the fields of an interaction but its name. response: None where what was answered is not said."""

    asked: str
    definition: Mapping[str, Any]
    response: str | None


def describe_question(question: BaseQuestionSpec, value: str, language: str) -> Interaction:
    """A question with its answer as it is stored. The words of a reflection are never said."""
    build = _BUILDERS.get(type(question))
    if build is None:
        return Interaction(question.question, {"interactionType": "other"}, value)
    definition, response = build(question, value, language)
    return Interaction(question.question, definition, response)


def describe_card(sort: SortSpec, card: CardSpec, value: str, language: str) -> Interaction:
    definition = {
        "interactionType": "matching",
        "source": _list_components([(card.key, card.text)], language),
        "target": _list_components([(category.key, category.label) for category in sort.categories], language),
        "correctResponsesPattern": [f"{card.key}{PAIR}{key}" for key in card.right],
    }
    return Interaction(sort.question, definition, f"{card.key}{PAIR}{value}")


def describe_node(node: NodeSpec, value: str, language: str) -> Interaction:
    """A decision of a story, where no answer is the right one."""
    choices = _list_components([(option.key, option.text) for option in node.options], language)
    return Interaction(node.question, {"interactionType": "choice", "choices": choices}, value)


def describe_words(question: str) -> Interaction:
    """What people answer in their own words, without the words."""
    return Interaction(question, {"interactionType": "long-fill-in"}, None)


def _list_components(parts: Iterable[tuple[str, str]], language: str) -> list[dict[str, Any]]:
    return [{"id": key, "description": {language: words}} for key, words in parts]


Built = tuple[dict[str, Any], str | None]


def _build_single(question: SingleChoiceSpec, value: str, language: str) -> Built:
    choices = _list_components([(option.key, option.text) for option in question.options], language)
    right = [option.key for option in question.options if option.weight == 1]
    return {"interactionType": "choice", "choices": choices, "correctResponsesPattern": right}, value


def _build_multiple(question: MultipleChoiceSpec, value: str, language: str) -> Built:
    choices = _list_components([(option.key, option.text) for option in question.options], language)
    right = [BETWEEN.join(question.right)]
    definition = {"interactionType": "choice", "choices": choices, "correctResponsesPattern": right}
    return definition, BETWEEN.join(split_keys(value))


def _build_order(question: OrderSpec, value: str, language: str) -> Built:
    choices = _list_components(sorted((item.key, item.text) for item in question.items), language)
    right = [BETWEEN.join(item.key for item in question.items)]
    definition = {"interactionType": "sequencing", "choices": choices, "correctResponsesPattern": right}
    return definition, BETWEEN.join(split_keys(value))


def _build_match(question: MatchSpec, value: str, language: str) -> Built:
    definition = {
        "interactionType": "matching",
        "source": _list_components([(pair.key, pair.text) for pair in question.pairs], language),
        "target": _list_components([(answer.key, answer.text) for answer in question.answers], language),
        "correctResponsesPattern": [BETWEEN.join(f"{pair.key}{PAIR}{pair.answer}" for pair in question.pairs)],
    }
    given = split_pairs(value)
    return definition, BETWEEN.join(f"{thing}{PAIR}{answer}" for thing, answer in given.items())


def _build_confidence(question: ConfidenceSpec, value: str, language: str) -> Built:
    scale = _list_components([(level.key, level.text) for level in question.levels], language)
    return {"interactionType": "likert", "scale": scale}, value


def _build_reflection(question: ReflectionSpec, value: str, language: str) -> Built:
    return {"interactionType": "long-fill-in"}, None


_BUILDERS: Mapping[type[Any], Any] = {
    SingleChoiceSpec: _build_single,
    MultipleChoiceSpec: _build_multiple,
    OrderSpec: _build_order,
    MatchSpec: _build_match,
    ConfidenceSpec: _build_confidence,
    ReflectionSpec: _build_reflection,
}
