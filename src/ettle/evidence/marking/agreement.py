"""Krippendorff's alpha for decisions that have no order, and a bootstrap interval of it.

Source: Krippendorff, Content Analysis (2004), chapter 11; equal to nltk's agreement on the same data, by a test.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
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
    """disagreement: pairs that differ, divided by the other marks of the unit. counts: how often each decision."""

    disagreement: float
    counts: Counter[str]


def measure_agreement(units: Iterable[Sequence[str]], *, seed: int) -> Agreement:
    """Return how far the marks of each unit agree. Units with one mark say nothing about agreement and are left out."""
    counted = [_count_unit(marks) for marks in units if len(marks) > 1]
    alpha = _alpha(counted)
    if alpha is None:
        return Agreement(len(counted), None, None, None)
    rng = random.Random(seed)  # noqa: S311 - resampling, not a secret
    again = (_alpha(rng.choices(counted, k=len(counted))) for _run in range(RUNS))
    runs = sorted(value for value in again if value is not None)
    return Agreement(len(counted), alpha, runs[int(BELOW * len(runs))], runs[int(ABOVE * len(runs))])


def _count_unit(marks: Sequence[str]) -> _Unit:
    counts = Counter(marks)
    total = len(marks)
    pairs = total * total - sum(count * count for count in counts.values())
    return _Unit(pairs / (total - 1), counts)


def _alpha(units: Sequence[_Unit]) -> float | None:
    """1 - observed disagreement / that expected by chance; None when there is nothing to disagree about."""
    totals: Counter[str] = Counter()
    for unit in units:
        totals.update(unit.counts)
    values = totals.total()
    expected = values * values - sum(count * count for count in totals.values())
    if not expected:
        return None
    return 1 - (values - 1) * sum(unit.disagreement for unit in units) / expected
