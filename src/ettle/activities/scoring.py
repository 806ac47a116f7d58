"""How answers are scored: pure rules, each with its version, always from 0 to 1. The rule for sorts is in items.sort.

Scores are exact decimals rounded down to four places, so that a score never shows more than was reached. Unknown ids
count as wrong where wrong answers count and are otherwise left out; an answer given twice counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import combinations, pairwise

PLACES = Decimal("0.0001")
NOTHING, FULL = Decimal("0.0000"), Decimal("1.0000")

# The version of each rule is kept with every score it gave.
SINGLE, MULTIPLE, ORDER, MATCH = "single-1", "multiple-1", "order-1", "match-1"


def score_single(chosen: str | None, weights: Mapping[str, Decimal]) -> Decimal:
    """Score one choice. weights: option -> 0 to 1; an option left out of it is wrong."""
    weight = weights.get(chosen, NOTHING) if chosen is not None else NOTHING
    return min(max(weight, NOTHING), FULL).quantize(PLACES, ROUND_DOWN)


def score_multiple(ticked: Iterable[str], right: Iterable[str], *, all_or_nothing: bool = False) -> Decimal:
    """Score ticked boxes: right ones less wrong ones, over all right ones, and never below nothing."""
    given, key = set(ticked), set(right)
    if not key or all_or_nothing:
        return FULL if given == key else NOTHING
    return score_share(max(0, len(given & key) - len(given - key)), len(key))


def score_order_pairs(given: Sequence[str], right: Sequence[str]) -> Decimal:
    """Score an order by the share of pairs that stand in the right order. Our default."""
    place = _index_items(given)
    pairs = list(combinations(_unique_items(right), 2))
    hits = sum(first in place and second in place and place[first] < place[second] for first, second in pairs)
    return score_share(hits, len(pairs)) if pairs else _score_single_item(given, right)


def score_order_positions(given: Sequence[str], right: Sequence[str]) -> Decimal:
    """Score an order by the share of things that stand in their own place."""
    ours, key = _unique_items(given), _unique_items(right)
    return score_share(sum(mine == other for mine, other in zip(ours, key, strict=False)), len(key))


def score_order_transitions(given: Sequence[str], right: Sequence[str]) -> Decimal:
    """Score an order by the share of neighbours that follow each other as they should."""
    neighbours, key = set(pairwise(_unique_items(given))), list(pairwise(_unique_items(right)))
    return score_share(sum(pair in neighbours for pair in key), len(key)) if key else _score_single_item(given, right)


def score_match(given: Mapping[str, str], right: Mapping[str, str], *, penalty: bool = False) -> Decimal:
    """Score pairs: right pairs over pairs. penalty: take one right pair off for each wrong one, never below nothing."""
    hits = sum(given.get(item) == answer for item, answer in right.items())
    wrong = sum(right.get(item) != answer for item, answer in given.items()) if penalty else 0
    return score_share(max(0, hits - wrong), len(right))


def score_share(hits: int, whole: int) -> Decimal:
    """Score the share of hits, rounded down; nothing to answer is fully answered."""
    if not whole:
        return FULL
    share = Fraction(hits, whole)
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(PLACES, ROUND_DOWN)


def _unique_items(items: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _index_items(items: Sequence[str]) -> dict[str, int]:
    return {item: place for place, item in enumerate(_unique_items(items))}


def _score_single_item(given: Sequence[str], right: Sequence[str]) -> Decimal:
    return FULL if set(right) <= set(given) else NOTHING
