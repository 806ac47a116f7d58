"""An assessment item taken apart: what it asks, what is right, what is said. The rest is refused by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.qti import response_rules as rules
from ettle.activities.exchange.qti.item_xml import (
    TextReader,
    iter_values,
    local_name,
    read_text,
    sign_element,
    tidy_text,
)

INTERACTION = "-interaction"
KNOWN_PARTS = frozenset(
    {
        "qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing",
        "qti-modal-feedback",
    }
)  # fmt: skip
# Why some parts are refused, where their name alone does not say it.
REASONS = {
    "qti-stylesheet": "styles from elsewhere are not read",
    "qti-template-declaration": "an item that changes from person to person has no counterpart here",
    "qti-template-processing": "an item that changes from person to person has no counterpart here",
    "qti-assessment-stimulus-ref": "texts that several items share have no counterpart here",
    "qti-time-limits": "nothing here is timed",
    "qti-hotspot-interaction": "a place on a picture cannot be chosen with a keyboard or by ear",
    "qti-graphic-order-interaction": "a place on a picture cannot be chosen with a keyboard or by ear",
}
TEMPLATES = {"match_correct": rules.score_by_match, "map_response": rules.score_by_mapping}


def refuse_element(where: str, element: Element) -> ExchangeRefused:
    """The refusal of an element, by its name."""
    name = local_name(element.tag)
    reason = REASONS.get(name, "it has no counterpart here")
    return ExchangeRefused(f"{where}: <{name}> cannot be taken over: {reason}.")


@dataclass(frozen=True)
class PointMap:
    """The points of a response. Bounds are None where there are none."""

    points: Mapping[str, float]
    default: float
    lower: float | None
    upper: float | None


@dataclass
class ReadItem:
    """where: how the item is named in a refusal. score: what works the score out; empty when nothing does.

    feedback: identifier -> words.
    """

    where: str
    identifier: str
    title: str
    text: str
    interaction: Element
    declaration: Element
    score: list[Element]
    feedback: dict[str, str] = field(default_factory=dict)

    @property
    def cardinality(self) -> str:
        return self.declaration.get("cardinality", "")

    @property
    def correct(self) -> list[str]:
        return [" ".join(value.split()) for value in iter_values(self.declaration.find("qti-correct-response"))]

    @property
    def mapping(self) -> PointMap | None:
        found = self.declaration.find("qti-mapping")
        if found is None:
            return None
        points = {}
        for entry in found:
            if entry.tag != "qti-map-entry":
                raise refuse_element(self.where, entry)
            points[" ".join(entry.get("map-key", "").split())] = self.read_number(entry, "mapped-value") or 0.0
        bounds = (self.read_number(found, "lower-bound"), self.read_number(found, "upper-bound"))
        return PointMap(points, self.read_number(found, "default-value") or 0.0, *bounds)

    def is_scored_by(self, score: list[Element]) -> bool:
        return list(map(sign_element, self.score)) == list(map(sign_element, score))

    def read_number(self, element: Element, name: str) -> float | None:
        """The number in an attribute; None where there is none. Raises ExchangeRefused for anything else."""
        written = element.get(name)
        if written is None:
            return None
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.refuse(f"{name} of <{local_name(element.tag)}> is no number")
        return number

    def check_attributes(self, element: Element, *known: str) -> None:
        """Refuse attributes that change what an element does. Names for styles and for programs do not."""
        for name, value in element.attrib.items():
            is_harmless = name in {"id", "class", "label", "dir", "lang", "role"} or name.startswith(
                ("data-", "aria-", "{")
            )
            is_harmless = is_harmless or (name, value) in {("fixed", "false"), ("show-hide", "show")}
            if name not in known and not is_harmless:
                raise self.refuse(f"{name} of <{local_name(element.tag)}> has no counterpart here")

    def read_prompt(self) -> str:
        found = self.interaction.find("qti-prompt")
        return read_text(found, self.where) if found is not None else ""

    def refuse(self, words: str) -> ExchangeRefused:
        return ExchangeRefused(f"{self.where}: {words}.")


class _BodyReader(TextReader):
    """Reads the text before the interaction."""

    interaction: Element | None = None

    def take_element(self, element: Element) -> bool:
        if not element.tag.endswith(INTERACTION):
            raise refuse_element(self.where, element)
        if self.interaction is not None:
            raise ExchangeRefused(f"{self.where}: <{element.tag}> comes second. An item can ask one thing only.")
        self.interaction = element
        return True

    def add_text(self, text: str) -> None:
        if self.interaction is not None and text.strip():
            raise ExchangeRefused(f"{self.where}: <qti-item-body> has text after its question. Put it before.")
        super().add_text(text)


def read_content(root: Element, name: str) -> ReadItem:
    """Take an item apart. name: of its file. Raises ExchangeRefused."""
    if root.tag != "qti-assessment-item":
        raise ExchangeRefused(f"{name}: <{local_name(root.tag)}> is no assessment item of QTI 3.0.")
    identifier = root.get("identifier", "")
    where = f"Item {identifier or name}"
    for trait, words in (("adaptive", "adaptive items have no counterpart"), ("time-dependent", "nothing is timed")):
        if root.get(trait, "false").strip() not in {"false", "0"}:
            raise ExchangeRefused(f"{where}: {trait} of <{root.tag}> cannot be taken over: {words} here.")
    for part in root:
        if part.tag not in KNOWN_PARTS:
            raise refuse_element(where, part)
    body = _BodyReader(where)
    text = body.read(_find_only(root, "qti-item-body", where))
    if body.interaction is None:
        raise ExchangeRefused(f"{where}: <qti-item-body> asks nothing.")
    declaration = _find_only(root, "qti-response-declaration", where)
    feedback = _read_feedback(root, where)
    score = _read_rules(root, where, feedback)
    title = tidy_text(root.get("title", ""))
    item = ReadItem(where, identifier, title, text, body.interaction, declaration, score, feedback)
    _check_declarations(item, root)
    return item


def _find_only(root: Element, tag: str, where: str) -> Element:
    found = root.findall(tag)
    if len(found) != 1:
        raise ExchangeRefused(f"{where}: there are {len(found)} of <{tag}>. An item can have one only.")
    return found[0]


def _check_declarations(item: ReadItem, root: Element) -> None:
    for part in item.declaration:
        if part.tag not in {"qti-correct-response", "qti-mapping"}:
            raise refuse_element(item.where, part)
    if item.interaction.get("response-identifier") != item.declaration.get("identifier"):
        raise item.refuse("response-identifier of the interaction is not that of <qti-response-declaration>")
    for outcome in root.findall("qti-outcome-declaration"):
        for part in outcome:
            if part.tag != "qti-default-value":
                raise refuse_element(item.where, part)
        if outcome.get("identifier") == rules.SCORE and any(float_of(value) for value in iter_values(outcome)):
            raise item.refuse("<qti-outcome-declaration> SCORE does not begin at 0")


def float_of(text: str) -> float:
    """The number in a text; infinity for what is none."""
    try:
        return float(text)
    except ValueError:
        return math.inf


def _read_feedback(root: Element, where: str) -> dict[str, str]:
    feedback: dict[str, str] = {}
    for feedback_element in root.findall("qti-modal-feedback"):
        identifier = feedback_element.get("identifier", "")
        if feedback_element.get("show-hide", "show") != "show" or identifier in feedback:
            raise ExchangeRefused(f"{where}: <qti-modal-feedback> {identifier} is hidden at times or comes twice.")
        feedback[identifier] = read_text(feedback_element, where)
    return feedback


def _read_rules(root: Element, where: str, feedback: Mapping[str, str]) -> list[Element]:
    """What works out the score. What shows feedback is checked and left out."""
    found = root.findall("qti-response-processing")
    if len(found) > 1:
        raise ExchangeRefused(f"{where}: <qti-response-processing> comes twice.")
    outcomes = {
        feedback_element.get("outcome-identifier", "") for feedback_element in root.findall("qti-modal-feedback")
    }
    processing = [_rename(rule, root) for block in found for rule in _expand_template(block, where)]
    score = []
    shown: set[str] = set()
    for rule in processing:
        names = _shown_feedback(rule, outcomes, feedback)
        if names is None and rule.get("identifier") != "MAXSCORE":
            score.append(rule)
        shown |= names or set()
    hidden = [identifier for identifier in feedback if identifier not in shown]
    if hidden:
        raise ExchangeRefused(f"{where}: <qti-modal-feedback> {hidden[0]} is shown by a rule that is not known here.")
    return score


def _expand_template(block: Element, where: str) -> list[Element]:
    template = block.get("template") or block.get("template-location") or ""
    if not template:
        return list(block)
    name = template.rpartition("/")[2].removesuffix(".xml")
    if name not in TEMPLATES or len(block):
        raise ExchangeRefused(
            f"{where}: <qti-response-processing> follows the template {name}, which is not known here."
        )
    return TEMPLATES[name]()


def _rename(rule: Element, root: Element) -> Element:
    """A rule with our name for the response, and numbers written as we write them."""
    declared = root.find("qti-response-declaration")
    response = declared.get("identifier") if declared is not None else None
    for element in rule.iter():
        if response and element.get("identifier") == response:
            element.set("identifier", rules.RESPONSE)
        if element.tag == "qti-base-value" and element.get("base-type") in {"float", "integer"}:
            number = float_of((element.text or "").strip())
            element.text = f"{number:g}"
    return rule


def _shown_feedback(rule: Element, outcomes: set[str], feedback: Mapping[str, str]) -> set[str] | None:
    """The feedback that a rule shows; None for a rule that does something else."""
    if rule.tag != "qti-set-outcome-value" or rule.get("identifier") not in outcomes or len(rule) != 1:
        return None
    if sign_element(rule[0]) == sign_element(rules.variable(rules.RESPONSE)):
        return set(feedback)
    values = list(rule[0]) if rule[0].tag == "qti-multiple" else [rule[0]]
    if all(value.tag == "qti-base-value" for value in values):
        return {(value.text or "").strip() for value in values}
    return None
