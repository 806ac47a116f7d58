"""Which differences between means are larger than chance makes them: pure functions.

A difference is set against the spread that differences have when nothing differs, SD * sqrt(2 * (1 - reliability)) for
two results, as in the reliable change index of Jacobson and Truax (1991, Journal of Consulting and Clinical Psychology
59:12-19). That the scale comes in steps is part of the spread that people's answers show, so nothing more is taken off:
half a step less only hid true changes (docs/reference/change-detection.md).

Several capabilities are looked at together, and each look is a chance to be wrong. So the step-up rule of Benjamini
and Hochberg (1995, Journal of the Royal Statistical Society B 57:289-300) decides which differences are beyond chance:
of those that are shown, at most 5 in 100 are expected to be chance; of people with no difference, at most 5 in 100
are shown any. The intervals are as wide as that rule asks (Benjamini and Yekutieli 2005, Journal of the American
Statistical Association 100:71-81), so an interval leaves out zero exactly where a difference is beyond chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from ettle.instruments.types import CapabilityProfile, NormStatistics

# Of the differences shown, the share that may be expected to be chance.
FALSE_SHARE = 0.05
NORMAL = NormalDist()


@dataclass(frozen=True)
class Difference:
    """The difference of two means in points. error: its standard error when nothing differs, above 0."""

    value: float
    error: float

    @property
    def probability(self) -> float:
        """How often chance alone makes a difference at least as large, 0 to 1."""
        return 2 * NORMAL.cdf(-abs(self.value) / self.error)

    def interval(self, level: float, widest: float) -> tuple[float, float]:
        """The true differences that fit, at a level such as 0.95; none is larger than the scale, `widest` points."""
        half = NORMAL.inv_cdf((1 + level) / 2) * self.error
        return max(self.value - half, -widest), min(self.value + half, widest)


def count_beyond_chance(probabilities: Sequence[float]) -> int:
    """Return how many of the smallest probabilities are beyond chance together."""
    ranked = enumerate(sorted(probabilities), start=1)
    return max((rank for rank, found in ranked if found <= rank * FALSE_SHARE / len(probabilities)), default=0)


def find_differences_beyond_chance(differences: Sequence[Difference], *, widest: float) -> list[tuple[float, float]]:
    """Return the interval of each difference, looked at together; one without zero in it is beyond chance.

    widest: how many points the scale spans.
    """
    if not differences:
        return []
    called = count_beyond_chance([difference.probability for difference in differences])
    level = 1 - max(called, 1) * FALSE_SHARE / len(differences)
    return [difference.interval(level, widest) for difference in differences]


def find_standing_out(
    rows: Sequence[CapabilityProfile], norms: Mapping[str, NormStatistics], *, widest: float
) -> dict[str, int] | None:
    """Return capability key -> 1 where its mean is above the person's other means by more than chance, -1 below, 0.

    Each mean is set against the mean of all. None when it cannot be said: fewer than two means, or a capability
    without a norm.
    """
    means = {row.key: float(row.mean) for row in rows if row.mean is not None}
    errors = {key: norms[key].error if key in norms else None for key in means}
    squares = {key: error**2 for key, error in errors.items() if error is not None}
    if len(means) < 2 or len(squares) < len(means):
        return None
    count, middle, total = len(means), math.fsum(means.values()) / len(means), math.fsum(squares.values())
    differences = [
        Difference(
            value=means[row.key] - middle,
            error=math.sqrt(squares[row.key] * (1 - 2 / count) + total / count**2),
        )
        for row in rows
        if row.key in means
    ]
    intervals = find_differences_beyond_chance(differences, widest=widest)
    return {key: (low > 0) - (high < 0) for key, (low, high) in zip(means, intervals, strict=True)}
