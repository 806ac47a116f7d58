"""Response processing: how a player works out the score and what it shows afterwards, from an answer.

Our scores are shares from 0 to 1, rounded down to four places where we store them; a player does not round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

from ettle.activities.exchange.qti.item_xml import make_element
from ettle.activities.items.order.specs import PAIRS, POSITIONS

RESPONSE, SCORE, FEEDBACK, HITS, PLACE = "RESPONSE", "SCORE", "FEEDBACK", "HITS", "PLACE_"


def set_outcome(identifier: str, value: Element) -> Element:
    return make_element("qti-set-outcome-value", {"identifier": identifier}, value)


def variable(identifier: str) -> Element:
    return make_element("qti-variable", {"identifier": identifier})


def base_value(base_type: str, value: object) -> Element:
    return make_element("qti-base-value", {"base-type": base_type}, str(value))


def score_by_mapping() -> list[Element]:
    """What the standard template map_response does: the points of the mapping, within its bounds."""
    return [set_outcome(SCORE, make_element("qti-map-response", {"identifier": RESPONSE}))]


def score_by_match() -> list[Element]:
    """What the standard template match_correct does: 1 for exactly the correct response, otherwise 0."""
    correct = make_element("qti-correct", {"identifier": RESPONSE})
    hit = make_element(
        "qti-response-if",
        None,
        make_element("qti-match", None, variable(RESPONSE), correct),
        set_outcome(SCORE, base_value("float", 1)),
    )
    miss = make_element("qti-response-else", None, set_outcome(SCORE, base_value("float", 0)))
    return [make_element("qti-response-condition", None, hit, miss)]


def score_by_order(identifiers: Sequence[str], mode: str) -> list[Element]:
    """Find the place of each thing, count what is in order, and divide. identifiers: in the right order."""
    numbers = range(1, len(identifiers) + 1)
    rules = [
        _when(
            make_element("qti-match", None, _thing_at(place), base_value("identifier", identifiers[number - 1])),
            set_outcome(f"{PLACE}{number}", base_value("integer", place)),
        )
        for number in numbers
        for place in numbers
    ]
    checks = list(_list_checks(len(identifiers), mode))
    hit = make_element("qti-sum", None, variable(HITS), base_value("integer", 1))
    rules += [_when(check, set_outcome(HITS, hit)) for check in checks]
    share = make_element("qti-divide", None, variable(HITS), base_value("float", len(checks)))
    return [*rules, set_outcome(SCORE, share)]


def _list_checks(count: int, mode: str) -> Iterator[Element]:
    """What earns a hit in this mode, for things numbered in the right order."""
    numbers = range(1, count + 1)
    if mode == PAIRS:
        for first, second in combinations(numbers, 2):
            yield make_element("qti-lt", None, variable(f"{PLACE}{first}"), variable(f"{PLACE}{second}"))
    elif mode == POSITIONS:
        for number in numbers:
            yield _match_places(variable(f"{PLACE}{number}"), base_value("integer", number))
    else:
        for first, second in pairwise(numbers):
            after = make_element("qti-sum", None, variable(f"{PLACE}{first}"), base_value("integer", 1))
            yield _match_places(variable(f"{PLACE}{second}"), after)


def _match_places(first: Element, second: Element) -> Element:
    return make_element("qti-match", None, first, second)


def _thing_at(place: int) -> Element:
    return make_element("qti-index", {"n": str(place)}, variable(RESPONSE))


def _when(condition: Element, act: Element) -> Element:
    return make_element("qti-response-condition", None, make_element("qti-response-if", None, condition, act))


def show_chosen() -> Element:
    """Show the feedback of what was chosen."""
    return set_outcome(FEEDBACK, variable(RESPONSE))


def show_all(identifiers: Sequence[str]) -> Element:
    """Show every feedback."""
    values = [base_value("identifier", identifier) for identifier in identifiers]
    return set_outcome(FEEDBACK, make_element("qti-multiple", None, *values))


def declare_outcome(identifier: str, base_type: str, *, is_single: bool = True, default: str = "") -> Element:
    attributes = {
        "identifier": identifier,
        "cardinality": "single" if is_single else "multiple",
        "base-type": base_type,
    }
    if identifier == SCORE:
        attributes |= {"normal-minimum": "0", "normal-maximum": "1"}
    if not default:
        return make_element("qti-outcome-declaration", attributes)
    value = make_element("qti-default-value", None, make_element("qti-value", None, default))
    return make_element("qti-outcome-declaration", attributes, value)


def declare_order(count: int) -> list[Element]:
    """What `score_by_order` works with."""
    names = [HITS, *(f"{PLACE}{number}" for number in range(1, count + 1))]
    return [declare_outcome(name, "integer", default="0") for name in names]
