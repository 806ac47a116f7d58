"""How much people's answers on this site spread, and how far they can be relied on: pure arithmetic over answers.

Reliability is Cronbach's alpha (1951, Psychometrika 16:297-334) of a capability's lines, taken at the low end of what
the number of people leaves open (Bonett 2002, Journal of Educational and Behavioral Statistics 27:335-340, one-sided
95%), and stepped down to one line by the formula of Spearman and Brown (1910). The low end matters: with fifty people
alpha alone called change in up to a quarter of those who had not changed; this way it stays under one in twenty
(tests/test_norms.py).

A line that is asked in other words leaves its neighbours as they were: what a few lines have in common is measured over
everybody who was asked all of them, in whatever version, and each line takes what is known best.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ettle.instruments.types import NormStatistics

# Below this nothing is said: neither of change nor of how people answer.
MIN_PEOPLE = 50
Z_95 = 1.645


@dataclass
class _StatementGroup:
    """Some lines that were asked together.

    Sums over people: of each line over all who marked it, and of products over those who marked every line.
    """

    keys: Sequence[str]
    marked: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    squares: list[int] = field(default_factory=list)
    whole: int = 0
    whole_sums: list[int] = field(default_factory=list)
    products: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = len(self.keys)
        self.marked, self.sums, self.squares, self.whole_sums = ([0] * size for _ in range(4))
        self.products = [[0] * size for _ in range(size)]

    def add_answers(self, answers: Mapping[str, str]) -> None:
        row = [answers.get(key, "") for key in self.keys]
        scores = [int(word) if word.isdigit() else None for word in row]
        for place, score in enumerate(scores):
            if score is not None:
                self.marked[place] += 1
                self.sums[place] += score
                self.squares[place] += score * score
        whole = [score for score in scores if score is not None]
        if len(whole) == len(scores):
            self._add_whole(whole)

    def _add_whole(self, scores: Sequence[int]) -> None:
        self.whole += 1
        for row, first in enumerate(scores):
            self.whole_sums[row] += first
            for column, second in enumerate(scores):
                self.products[row][column] += first * second

    @property
    def is_known(self) -> bool:
        return self.whole >= MIN_PEOPLE

    def compute(self) -> tuple[NormStatistics, dict[str, NormStatistics]]:
        """How the mean of these lines spreads and how far it can be relied on, and the same of each line."""
        size, spread = len(self.keys), self._covariance_matrix()
        total = math.fsum(value for row in spread for value in row)
        alpha = cronbach_alpha([spread[place][place] for place in range(size)], total)
        reliability = alpha_lower_bound(alpha, size, self.whole)
        of_line = single_item_reliability(reliability, size)
        return (
            NormStatistics(self.whole, math.sqrt(max(total, 0)) / size, reliability),
            {
                key: NormStatistics(self.whole, self._standard_deviation(place), of_line)
                for place, key in enumerate(self.keys)
            },
        )

    def _covariance_matrix(self) -> list[list[float]]:
        count, sums, places = self.whole, self.whole_sums, range(len(self.whole_sums))
        return [
            [(self.products[row][column] - sums[row] * sums[column] / count) / (count - 1) for column in places]
            for row in places
        ]

    def _standard_deviation(self, place: int) -> float:
        count = self.marked[place]
        return math.sqrt(max(self.squares[place] - self.sums[place] ** 2 / count, 0) / (count - 1))


def compute_norms(
    capabilities: Mapping[str, Sequence[str]], everyone: Iterable[Sequence[Mapping[str, str]]]
) -> dict[str, NormStatistics]:
    """Return a norm for each line and each capability that at least 50 people marked whole.

    capabilities: the imprint of each, as it was asked in one version or another -> the imprints of its lines.
    everyone: a person's results, the first one first; each holds what was said to every line that was asked, by its
    imprint. Of somebody who came back only the first time counts. Read once; memory does not grow with it.
    """
    groups = {frozenset(lines): _StatementGroup(sorted(lines)) for lines in _statement_groups(capabilities.values())}
    for results in everyone:
        _add_results(groups, results)
    known = {lines: group.compute() for lines, group in groups.items() if group.is_known}
    found = {key: known[frozenset(lines)][0] for key, lines in capabilities.items() if frozenset(lines) in known}
    for _, statement_norms in known.values():
        for line, norm in statement_norms.items():
            found[line] = max(found.get(line, norm), norm, key=_norm_certainty)
    return found


def _statement_groups(capabilities: Iterable[Sequence[str]]) -> list[frozenset[str]]:
    """The lines of each capability, and what any two wordings of one have in common; the longest first."""
    whole = {frozenset(lines) for lines in capabilities}
    shared = {combination & other for combination, other in combinations(whole, 2)}
    return sorted(whole | {lines for lines in shared if len(lines) > 1}, key=lambda lines: (-len(lines), sorted(lines)))


def _add_results(groups: Mapping[frozenset[str], _StatementGroup], results: Sequence[Mapping[str, str]]) -> None:
    for lines, group in groups.items():
        first = next((answers for answers in results if lines <= answers.keys()), None)
        if first is not None:
            group.add_answers(first)


def _norm_certainty(norm: NormStatistics) -> tuple[float, int]:
    return norm.reliability or 0, norm.people


def cronbach_alpha(variances: Sequence[float], total: float) -> float | None:
    """Return alpha from the lines' variances and the variance of their sum; None where there is none to be had."""
    size = len(variances)
    if size < 2 or total <= 0:
        return None
    return size / (size - 1) * (1 - math.fsum(variances) / total)


def alpha_lower_bound(alpha: float | None, size: int, people: int) -> float | None:
    """Return the low end of alpha for so many lines and people; None when it says nothing (0 or less)."""
    if alpha is None or people < 3:
        return None
    doubt = math.exp(Z_95 * math.sqrt(2 * size / ((size - 1) * (people - 2))))
    low = 1 - (1 - alpha) * doubt
    return low if 0 < low < 1 else None


def single_item_reliability(alpha: float | None, size: int) -> float | None:
    """Return how reliable one line is when `size` of them together are as reliable as alpha."""
    return None if alpha is None else alpha / (size - (size - 1) * alpha)
