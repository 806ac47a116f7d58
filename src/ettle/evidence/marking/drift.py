"""Whether an assessor decides ‘met’ more or less often than colleagues do on the same badges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

FEWEST = 30  # decisions, of the assessor and of their colleagues
ALARM_SCORE = 3.0  # standard deviations: chance alone passes it about once in 370
ALARM_DIFFERENCE = 0.15  # of all decisions: a smaller difference changes little for learners


@dataclass(frozen=True)
class Tally:
    """Decisions, and how many of them were ‘met’."""

    decisions: int = 0
    met: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.decisions + other.decisions, self.met + other.met)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(self.decisions - other.decisions, self.met - other.met)


@dataclass(frozen=True)
class Drift:
    """expected: of the decisions, at the colleagues' rates. score: None with too few decisions to say."""

    own: Tally
    expected: float
    score: float | None

    @property
    def is_alarm(self) -> bool:
        difference = abs(self.own.met - self.expected)
        return (
            self.score is not None
            and abs(self.score) >= ALARM_SCORE
            and difference >= ALARM_DIFFERENCE * self.own.decisions
        )


def measure_drift(own: Mapping[int, Tally], everyone: Mapping[int, Tally]) -> Drift:
    """Compare tallies by badge. everyone: with the assessor's own, which are taken off.

    Badges that colleagues have not marked are left out: there is nothing to compare with.
    """
    total, others, expected, variance = Tally(), Tally(), 0.0, 0.0
    for badge, tally in own.items():
        colleagues = everyone[badge] - tally
        if not colleagues.decisions:
            continue
        # Half a decision of each kind more: colleagues who all decided the same still leave some room for chance.
        rate = (colleagues.met + 0.5) / (colleagues.decisions + 1)
        total, others = total + tally, others + colleagues
        expected += tally.decisions * rate
        variance += tally.decisions * rate * (1 - rate) * (1 + tally.decisions / colleagues.decisions)
    if total.decisions < FEWEST or others.decisions < FEWEST:
        return Drift(total, expected, None)
    return Drift(total, expected, (total.met - expected) / sqrt(variance))
