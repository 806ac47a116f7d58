"""How much people's means of a capability spread on this site, and how steady they are: pure arithmetic over answers.

Two figures say how far a mean can be relied on, each taken at the low end of what the number of people leaves open:

- consistency: Cronbach's alpha (1951, Psychometrika 16:297-334), low end by Bonett (2002, Journal of Educational and
  Behavioral Statistics 27:335-340). It says how far statements agree on one day, and takes a day's mood for something
  steady.
- retest: the correlation of the two means of people who answered twice within weeks, low end by Fisher's z (1921,
  Metron 1:3-32). It says how steady means are, moods included. Change that really happened in those weeks makes it
  lower, which is the cautious side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ettle.instruments.types import NormStatistics

# Below this nothing is said: neither of change nor of how people answer.
MIN_PEOPLE = 50
# Nearer together people remember what they answered; further apart they may have changed.
RETEST_FROM = timedelta(days=14)
RETEST_TO = timedelta(days=56)
Z_95 = 1.645

DatedAnswers = tuple[datetime, Mapping[str, str]]


@dataclass
class _CapabilitySums:
    """Sums over the people who answered every statement of one capability, and over those who did so twice."""

    keys: Sequence[str]
    people: int = 0
    sums: list[int] = field(default_factory=list)
    products: list[list[int]] = field(default_factory=list)
    pairs: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = len(self.keys)
        self.sums = [0] * size
        self.products = [[0] * size for _ in range(size)]

    def add_person(self, results: Sequence[DatedAnswers]) -> None:
        """Count one person: their first whole result, and the first one that came weeks after it. Oldest first."""
        whole = [(at, scores) for at, answers in results if (scores := self._complete_scores(answers))]
        if not whole:
            return
        first_at, first = whole[0]
        self._add_scores(first)
        again = next((scores for at, scores in whole[1:] if RETEST_FROM <= at - first_at <= RETEST_TO), None)
        if again:
            self.pairs.append((sum(first) / len(first), sum(again) / len(again)))

    def _complete_scores(self, answers: Mapping[str, str]) -> list[int] | None:
        scores = [int(choice) for key in self.keys if (choice := answers.get(key, "")).isdigit()]
        return scores if len(scores) == len(self.keys) else None

    def _add_scores(self, scores: Sequence[int]) -> None:
        self.people += 1
        for row, first in enumerate(scores):
            self.sums[row] += first
            for column, second in enumerate(scores):
                self.products[row][column] += first * second

    def to_statistics(self) -> NormStatistics:
        """The norm of the capability. Raises ZeroDivisionError for fewer than two people."""
        count, sums, places = self.people, self.sums, range(len(self.sums))
        spread = [
            [(self.products[row][column] - sums[row] * sums[column] / count) / (count - 1) for column in places]
            for row in places
        ]
        total = math.fsum(value for row in spread for value in row)
        alpha = cronbach_alpha([spread[place][place] for place in places], total)
        return NormStatistics(
            people=count,
            sd=math.sqrt(max(total, 0)) / len(self.keys),
            consistency=alpha_lower_bound(alpha, len(self.keys), count),
            pairs=len(self.pairs),
            retest=correlation_lower_bound(self.pairs),
        )


def compute_norms(
    capabilities: Mapping[str, Sequence[str]], everyone: Iterable[Sequence[DatedAnswers]]
) -> dict[str, NormStatistics]:
    """Return a norm for each capability of which at least 50 people answered every statement.

    capabilities: the fingerprint of each, as it was asked in one version or another -> those of its statements.
    everyone: a person's results, the first one first: when, and what was answered by fingerprint of the statement.
    Read once; memory grows with the people who answered twice only.
    """
    found = {key: _CapabilitySums(sorted(statements)) for key, statements in capabilities.items()}
    for results in everyone:
        for sums in found.values():
            sums.add_person(results)
    return {key: sums.to_statistics() for key, sums in found.items() if sums.people >= MIN_PEOPLE}


def cronbach_alpha(variances: Sequence[float], total: float) -> float | None:
    """Return alpha from the statements' variances and the variance of their sum; None where there is none to be had."""
    size = len(variances)
    if size < 2 or total <= 0:
        return None
    return size / (size - 1) * (1 - math.fsum(variances) / total)


def alpha_lower_bound(alpha: float | None, size: int, people: int) -> float | None:
    """Return the low end of alpha for so many statements and people; None when it says nothing (0 or less)."""
    if alpha is None or people < 3:
        return None
    doubt = math.exp(Z_95 * math.sqrt(2 * size / ((size - 1) * (people - 2))))
    low = 1 - (1 - alpha) * doubt
    return low if 0 < low < 1 else None


def correlation_lower_bound(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the low end of the correlation of pairs; None for fewer than four, or when it says nothing (0 or less)."""
    if len(pairs) < 4:
        return None
    firsts, seconds = [first for first, _ in pairs], [second for _, second in pairs]
    mean_first, mean_second = math.fsum(firsts) / len(pairs), math.fsum(seconds) / len(pairs)
    spread_first = math.fsum((value - mean_first) ** 2 for value in firsts)
    spread_second = math.fsum((value - mean_second) ** 2 for value in seconds)
    if spread_first <= 0 or spread_second <= 0:
        return None
    together = math.fsum((first - mean_first) * (second - mean_second) for first, second in pairs)
    # A correlation of exactly 1 has no z: as near to it as floats tell apart is near enough.
    correlation = min(together / math.sqrt(spread_first * spread_second), 1 - 1e-9)
    low = math.tanh(math.atanh(max(correlation, -1 + 1e-9)) - Z_95 / math.sqrt(len(pairs) - 3))
    return low if low > 0 else None
