"""Assessment items as questions and sorts. What would lose its meaning is refused, by the name of its element."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ettle.activities.exchange.qti import response_rules as rules
from ettle.activities.exchange.qti.item_content import PointMap, ReadItem, read_content, refuse_element
from ettle.activities.exchange.qti.item_identifiers import TARGET, THING, make_keys
from ettle.activities.exchange.qti.item_writer import KIND, MATCHES, THINGS, WHY, WORD_LENGTH, WORDS
from ettle.activities.exchange.qti.item_xml import read_text, tidy_text
from ettle.activities.items.confidence.specs import ConfidenceSpec, LevelSpec
from ettle.activities.items.match.specs import MatchAnswerSpec, MatchSpec, PairSpec
from ettle.activities.items.multiple_choice.specs import MultipleChoiceSpec, MultipleOptionSpec
from ettle.activities.items.order.specs import MODES, PAIRS, OrderItemSpec, OrderSpec
from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.reflection.specs import ReflectionSpec
from ettle.activities.items.single_choice.specs import SingleChoiceSpec, SingleOptionSpec
from ettle.activities.items.sort.specs import CardSpec, CategorySpec, SortSpec

CHOICE = ("response-identifier", "shuffle", "max-choices", "min-choices", "orientation")
DEFAULT_WORDS, MOST_WORDS = 25, 500


@dataclass(frozen=True)
class ReadQuestion:
    """A question with the key of its type, or a sort."""

    title: str
    kind: str
    spec: BaseQuestionSpec | SortSpec


@dataclass(frozen=True)
class Choice:
    identifier: str
    text: str


def read_item(root: Element, name: str, key: str = "") -> ReadQuestion:
    """Return the question of an item. name: of its file. key: of the question; else made of the item's identifier.

    Raises ExchangeRefused, which names the element and the item.
    """
    item = read_content(root, name)
    read = READERS.get(item.interaction.tag)
    if read is None:
        raise refuse_element(item.where, item.interaction)
    key = key or make_keys([item.identifier])[item.identifier]
    kind, spec = read(item, key)
    return ReadQuestion(item.title, kind, spec)


Read = tuple[str, BaseQuestionSpec | SortSpec]


def _head(item: ReadItem, key: str) -> dict[str, str]:
    return {"key": key, "title": item.title, "text": item.text, "question": item.read_prompt()}


def _read_choice(item: ReadItem, key: str) -> Read:
    item.check_attributes(item.interaction, *CHOICE)
    choices = _list_choices(item, item.interaction, "qti-simple-choice")
    _check_feedback(item, [choice.identifier for choice in choices])
    if item.cardinality == "multiple":
        return "multiple_choice", _read_multiple_choice(item, key, choices)
    if item.cardinality != "single" or _read_count(item, item.interaction, "max-choices", 1) != 1:
        raise item.refuse("max-choices of <qti-choice-interaction> does not fit a response of one value")
    if not item.score:
        return "confidence", _read_confidence(item, key, choices)
    return "single_choice", _read_single_choice(item, key, choices)


def _read_confidence(item: ReadItem, key: str, choices: Sequence[Choice]) -> ConfidenceSpec:
    if item.correct or item.interaction.get("shuffle") == "true":
        words = "<qti-choice-interaction> has no score, and yet a right answer or an order that is mixed"
        raise item.refuse(words)
    keys = make_keys(choice.identifier for choice in choices)
    levels = tuple(
        LevelSpec(key=keys[choice.identifier], text=choice.text, feedback=item.feedback.get(choice.identifier, ""))
        for choice in choices
    )
    return ConfidenceSpec(**_head(item, key), levels=levels)


def _read_single_choice(item: ReadItem, key: str, choices: Sequence[Choice]) -> SingleChoiceSpec:
    weights = _read_weights(item)
    keys = make_keys(choice.identifier for choice in choices)
    options = tuple(
        SingleOptionSpec(
            key=keys[choice.identifier], text=choice.text, feedback=item.feedback.get(choice.identifier, ""),
            weight=weights.get(choice.identifier, 0.0),
        )
        for choice in choices
    )  # fmt: skip
    return SingleChoiceSpec(**_head(item, key), options=options)


def _read_weights(item: ReadItem) -> Mapping[str, float]:
    """What each choice earns, as a share of the best."""
    if item.is_scored_by(rules.score_by_match()):
        return dict.fromkeys(item.correct, 1.0)
    mapping = _require_mapping(item)
    most = max(mapping.points.values(), default=0.0)
    most = most if mapping.upper is None else min(most, mapping.upper)
    is_below = mapping.lower is None and min(mapping.points.values(), default=0.0) < 0
    if most <= 0 or is_below or mapping.default != 0 or (mapping.lower or 0.0) > 0:
        raise item.refuse("<qti-mapping> gives points that are not between 0 and those of the best choice")
    return {name: min(1.0, max(0.0, points / most)) for name, points in mapping.points.items()}


def _read_multiple_choice(item: ReadItem, key: str, choices: Sequence[Choice]) -> MultipleChoiceSpec:
    most = _read_count(item, item.interaction, "max-choices", 1)
    least = _read_count(item, item.interaction, "min-choices", 0)
    if 0 < most < len(choices) or least > 1:
        name = "max-choices" if 0 < most < len(choices) else "min-choices"
        raise item.refuse(f"{name} of <qti-choice-interaction> limits how many may be ticked, which is not done here")
    is_exact = item.is_scored_by(rules.score_by_match())
    right = set(item.correct) if is_exact else _read_right_ticks(item, [choice.identifier for choice in choices])
    keys = make_keys(choice.identifier for choice in choices)
    options = tuple(
        MultipleOptionSpec(
            key=keys[choice.identifier], text=choice.text, feedback=item.feedback.get(choice.identifier, ""),
            right=choice.identifier in right,
        )
        for choice in choices
    )  # fmt: skip
    return MultipleChoiceSpec(**_head(item, key), options=options, all_or_nothing=is_exact)


def _read_right_ticks(item: ReadItem, identifiers: Sequence[str]) -> set[str]:
    """The choices that earn something. Each must earn as much as each of the others takes off."""
    mapping = _require_mapping(item)
    points = {name: mapping.points.get(name, mapping.default) for name in identifiers}
    right = {name for name, value in points.items() if value > 0}
    _check_points(item, mapping, [points[name] for name in right])
    value = points[min(right)]
    if mapping.lower != 0 or not all(math.isclose(points[name], -value) for name in identifiers if name not in right):
        words = "<qti-mapping> does not take off for a wrong choice what a right one earns, down to 0"
        raise item.refuse(words)
    return right


def _check_points(item: ReadItem, mapping: PointMap, values: Sequence[float], whole: float | None = None) -> None:
    """Refuse points of right answers that differ, and an upper bound that is not all of them together."""
    if not values or not all(math.isclose(value, values[0]) for value in values):
        raise item.refuse("<qti-mapping> gives some right answers more points than others")
    whole = whole if whole is not None else math.fsum(values)
    if mapping.upper is not None and not math.isclose(mapping.upper, whole, rel_tol=1e-6):
        raise item.refuse("upper-bound of <qti-mapping> is not the sum of what right answers earn")


def _read_order(item: ReadItem, key: str) -> Read:
    item.check_attributes(item.interaction, *CHOICE)
    choices = {choice.identifier: choice for choice in _list_choices(item, item.interaction, "qti-simple-choice")}
    if any(_read_count(item, item.interaction, name, 0) not in {0, len(choices)} for name in CHOICE[2:4]):
        raise item.refuse("<qti-order-interaction> asks for some of its choices, and here all are put into order")
    right = item.correct
    if item.cardinality != "ordered" or sorted(right) != sorted(choices):
        raise item.refuse("<qti-correct-response> does not put every choice of <qti-order-interaction> into order")
    _check_feedback(item, [WHY, *right])
    keys = make_keys(right)
    items = tuple(
        OrderItemSpec(key=keys[name], text=choices[name].text, why=item.feedback.get(name, "")) for name in right
    )
    why = item.feedback.get(WHY, "")
    return "order", OrderSpec(**_head(item, key), items=items, why=why, mode=_find_mode(item, right))


def _find_mode(item: ReadItem, right: Sequence[str]) -> str:
    for mode in MODES:
        if item.is_scored_by(rules.score_by_order(right, mode)):
            return mode
    if len(right) == 2 and item.is_scored_by(rules.score_by_match()):
        return PAIRS  # of two things there is one pair
    words = (
        "<qti-response-processing> scores the order in a way that is not known here; right or wrong as a whole is none"
    )
    raise item.refuse(words)


def _read_match(item: ReadItem, key: str) -> Read:
    item.check_attributes(item.interaction, "response-identifier", "shuffle", "max-associations", "min-associations")
    sets = item.interaction.findall("qti-simple-match-set")
    if len(sets) != 2 or item.cardinality != "multiple":
        raise item.refuse("<qti-match-interaction> does not match each of one set with one of another")
    for part in item.interaction:
        if part.tag not in {"qti-prompt", "qti-simple-match-set"}:
            raise refuse_element(item.where, part)
    things, targets = (_list_choices(item, found, "qti-simple-associable-choice") for found in sets)
    for thing in sets[0]:
        if _read_count(item, thing, "match-max", 1) != 1:
            raise item.refuse(f"match-max of {thing.get('identifier')} lets it be matched several times")
    if 0 < _read_count(item, item.interaction, "max-associations", 1) < len(things):
        raise item.refuse("max-associations of <qti-match-interaction> leaves things without a match")
    _check_feedback(item, [thing.identifier for thing in things])
    right = _read_right_pairs(item, things, targets)
    several = any(len(found) > 1 for found in right.values())
    if item.interaction.get(KIND) == "sort" or several or not item.score:
        return "sort", _build_sort(item, things, targets, right)
    return "match", _build_match(item, key, things, targets, right)


def _read_right_pairs(item: ReadItem, things: Sequence[Choice], targets: Sequence[Choice]) -> dict[str, list[str]]:
    """Return thing -> what is right for it. Each thing has something, and all earn the same."""
    if item.score and not item.is_scored_by(rules.score_by_mapping()):
        words = "<qti-response-processing> does not give points for each right pair, as is done here"
        raise item.refuse(words)
    mapping = _require_points(item)
    right: dict[str, list[str]] = {thing.identifier: [] for thing in things}
    known = {target.identifier for target in targets}
    for pair, points in mapping.points.items():
        thing, _, target = pair.partition(" ")
        if thing not in right or target not in known or points < 0:
            raise item.refuse(f"<qti-map-entry> {pair} is no pair of the two sets that earns something")
        if points > 0:
            right[thing].append(target)
    without = [thing for thing, found in right.items() if not found]
    if without or mapping.default != 0 or mapping.lower not in {None, 0.0}:
        raise item.refuse(f"<qti-mapping> has no right pair for {without[0] if without else 'what is not in it'}")
    earned = [points for points in mapping.points.values() if points > 0]
    _check_points(item, mapping, earned, whole=earned[0] * len(things))
    return right


def _build_sort(
    item: ReadItem, things: Sequence[Choice], targets: Sequence[Choice], right: Mapping[str, Sequence[str]]
) -> SortSpec:
    if item.text:
        raise item.refuse("<qti-item-body> has text before the question, which a sort cannot have")
    thing_keys, target_keys = _make_pair_keys(things, targets)
    return SortSpec(
        question=item.read_prompt(),
        categories=tuple(CategorySpec(key=target_keys[target.identifier], label=target.text) for target in targets),
        cards=tuple(
            CardSpec(
                key=thing_keys[thing.identifier], text=thing.text, why=item.feedback.get(thing.identifier, ""),
                right=tuple(target_keys[name] for name in right[thing.identifier]),
            )
            for thing in things
        ),
        closing="",
        scored=bool(item.score),
    )  # fmt: skip


def _build_match(
    item: ReadItem, key: str, things: Sequence[Choice], targets: Sequence[Choice], right: Mapping[str, Sequence[str]]
) -> MatchSpec:
    thing_keys, target_keys = _make_pair_keys(things, targets)
    return MatchSpec(
        **_head(item, key),
        things=tidy_text(item.interaction.get(THINGS, "")),
        matches=tidy_text(item.interaction.get(MATCHES, "")),
        answers=tuple(MatchAnswerSpec(key=target_keys[target.identifier], text=target.text) for target in targets),
        pairs=tuple(
            PairSpec(
                key=thing_keys[thing.identifier], text=thing.text, why=item.feedback.get(thing.identifier, ""),
                answer=target_keys[right[thing.identifier][0]],
            )
            for thing in things
        ),
    )  # fmt: skip


def _make_pair_keys(things: Sequence[Choice], targets: Sequence[Choice]) -> tuple[dict[str, str], dict[str, str]]:
    """The keys of both sets. Ours are as they were; others differ between the sets, too."""
    thing_keys = make_keys((thing.identifier for thing in things), THING)
    names = [target.identifier for target in targets]
    are_ours = all(name.startswith(TARGET) for name in names)
    return thing_keys, make_keys(names, TARGET, () if are_ours else thing_keys.values())


def _read_reflection(item: ReadItem, key: str) -> Read:
    item.check_attributes(item.interaction, "response-identifier", "expected-length", "expected-lines")
    if item.score or item.correct:
        raise item.refuse(
            "<qti-extended-text-interaction> is scored, and what people write in their own words never is"
        )
    for part in item.interaction:
        if part.tag != "qti-prompt":
            raise refuse_element(item.where, part)
    _check_feedback(item, [WHY])
    words = item.read_number(item.interaction, WORDS)
    if words is None:
        length = item.read_number(item.interaction, "expected-length")
        words = DEFAULT_WORDS if length is None else length / WORD_LENGTH
    about = int(min(MOST_WORDS, max(0, words)))
    return "reflection", ReflectionSpec(**_head(item, key), about_words=about, after=item.feedback.get(WHY, ""))


def _list_choices(item: ReadItem, parent: Element, tag: str) -> list[Choice]:
    choices: list[Choice] = []
    for part in parent:
        if part.tag == "qti-prompt":
            continue
        if part.tag != tag:
            raise refuse_element(item.where, part)
        item.check_attributes(part, "identifier", "match-max", "match-min")
        identifier = part.get("identifier", "")
        if not identifier or " " in identifier or identifier in {choice.identifier for choice in choices}:
            raise item.refuse(f"identifier of <{tag}> is missing or comes twice")
        choices.append(Choice(identifier, read_text(part, item.where)))
    if not choices:
        raise item.refuse(f"there is no <{tag}>")
    return choices


def _check_feedback(item: ReadItem, known: Sequence[str]) -> None:
    for identifier in item.feedback:
        if identifier not in known:
            raise item.refuse(f"<qti-modal-feedback> {identifier} belongs to no choice")


def _require_mapping(item: ReadItem) -> PointMap:
    if not item.is_scored_by(rules.score_by_mapping()):
        raise item.refuse("<qti-response-processing> works out the score in a way that is not known here")
    return _require_points(item)


def _require_points(item: ReadItem) -> PointMap:
    mapping = item.mapping
    if mapping is None:
        raise item.refuse("<qti-mapping> is missing, so that it is not known what is right")
    return mapping


def _read_count(item: ReadItem, element: Element, name: str, default: int) -> int:
    number = item.read_number(element, name)
    return default if number is None else int(number)


READERS: Mapping[str, Callable[[ReadItem, str], Read]] = {
    "qti-choice-interaction": _read_choice,
    "qti-order-interaction": _read_order,
    "qti-match-interaction": _read_match,
    "qti-extended-text-interaction": _read_reflection,
}
