"""Krippendorff's alpha for decisions that have no order, and a bootstrap interval of it.

Source: Krippendorff, Content Analysis (2004), chapter 11; equal to nltk's agreement on the same data, by a test.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RUNS = 1000
BELOW, ABOVE = 0.025, 0.975


@dataclass(frozen=True)
class Agreement:
    """alpha with the bounds of 95 % of the bootstrap; None where nothing varies. units: with two marks or more."""

    units: int
    alpha: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class _Unit:
    """Work that was marked alike. disagreement: pairs that differ, divided by the other marks of the unit.

    decisions: how often each was made.
    """

    disagreement: float
    decisions: tuple[tuple[str, int], ...]


def measure_agreement(units: Iterable[Sequence[str]], *, seed: int) -> Agreement:
    """Return how far the marks of each unit agree. Units with one mark say nothing about agreement and are left out.

    Of many units there are few kinds, and only how many of each matters: a run draws kinds and counts them.
    """
    counted = [_count_unit(marks) for marks in units if len(marks) > 1]
    total = len(counted)
    alpha = _alpha(Counter(counted))
    if alpha is None:
        return Agreement(total, None, None, None)
    rng = random.Random(seed)  # noqa: S311 - resampling, not a secret
    kinds = list(dict.fromkeys(counted))
    places = {kind: place for place, kind in enumerate(kinds)}
    drawn_from = [places[unit] for unit in counted]
    draws = (Counter(rng.choices(drawn_from, k=total)) for _run in range(RUNS))
    again = (_alpha({kinds[place]: number for place, number in drawn.items()}) for drawn in draws)
    runs = sorted(value for value in again if value is not None)
    return Agreement(total, alpha, runs[int(BELOW * len(runs))], runs[int(ABOVE * len(runs))])


def _count_unit(marks: Sequence[str]) -> _Unit:
    counts = Counter(marks)
    total = len(marks)
    pairs = total * total - sum(count * count for count in counts.values())
    return _Unit(pairs / (total - 1), tuple(sorted(counts.items())))


def _alpha(units: Mapping[_Unit, int]) -> float | None:
    """1 - observed disagreement / that expected by chance; None when there is nothing to disagree about."""
    totals: Counter[str] = Counter()
    observed = 0.0
    for unit, number in units.items():
        observed += number * unit.disagreement
        for decision, count in unit.decisions:
            totals[decision] += number * count
    values = totals.total()
    expected = values * values - sum(count * count for count in totals.values())
    if not expected:
        return None
    return 1 - (values - 1) * observed / expected
