"""What others may hold of this room: points, statements, answers to them, profiles, prompts and norms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cached_property

NOT_SURE = "not-sure"


# How many people must have answered twice within weeks before their agreement is used as the reliability.
MIN_PAIRS = 50
# Until then: the share of the spread that is taken to be the mood of one day. Statements share that mood, so alpha
# counts it as agreement. Ours, cautious: the upper end of 10 to 30 per cent.
CAUTIOUS_DISCOUNT = 0.30

# Someone who did not say how much a capability matters is taken to mean the middle.
UNSAID_IMPORTANCE = 2


@dataclass(frozen=True)
class Point:
    """One point of a scale with its written anchor."""

    value: int
    label: str


@dataclass(frozen=True)
class Statement:
    """One line as it was asked. key: the indicator's; theme and capability by key and title."""

    key: str
    wording: str
    theme_key: str
    theme: str
    capability_key: str
    capability: str


@dataclass(frozen=True)
class AnsweredStatement:
    """said: "1" to "5", "not-my-role", "not-sure", "skipped"; "" when the page was never reached."""

    statement: Statement
    choice: str

    @property
    def score(self) -> int | None:
        return int(self.choice) if self.choice.isdigit() else None


@dataclass(frozen=True)
class CapabilityProfile:
    """One row of the profile. mean: None when fewer than half the lines were given a point."""

    key: str
    title: str
    statements: tuple[AnsweredStatement, ...]
    importance: int | None

    @property
    def scores(self) -> list[int]:
        return [answered.score for answered in self.statements if answered.score is not None]

    @cached_property
    def mean(self) -> Decimal | None:
        """The mean of the points given, to two places, halves up."""
        scores = self.scores
        if not scores or len(scores) * 2 < len(self.statements):
            return None
        return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def is_complete(self) -> bool:
        """Whether every statement was given a point."""
        return len(self.scores) == len(self.statements)

    @property
    def not_sure_count(self) -> int:
        return sum(answered.choice == NOT_SURE for answered in self.statements)

    @property
    def weight(self) -> int:
        return self.importance or UNSAID_IMPORTANCE


class PromptKind(Enum):
    USE = "strength"
    GROW = "development"
    ASK = "question"


@dataclass(frozen=True)
class Prompt:
    """What to think about, where in the framework, and the person's own answer that it comes from.

    is_clear: whether the capability differs from the person's others by more than chance would make it. Only then is
    it named a strength, or something to work on.
    """

    kind: PromptKind
    capability: CapabilityProfile
    statement: AnsweredStatement
    is_clear: bool = False


@dataclass(frozen=True)
class NormStatistics:
    """How this site's people answer one capability.

    people: how many answered all of its statements. sd: of their means, in points. consistency: how far the statements
    agree on one day (Cronbach's alpha, low end), 0 to 1; None when unknown. pairs: how many people answered twice
    within weeks. retest: how far their two means agree (correlation, low end), 0 to 1; None when unknown.
    """

    people: int
    sd: float
    consistency: float | None
    pairs: int = 0
    retest: float | None = None

    @property
    def is_retested(self) -> bool:
        """Whether enough people answered twice to know how steady answers are."""
        return self.pairs >= MIN_PAIRS

    @property
    def reliability(self) -> float | None:
        """How much of the spread is steady from week to week, 0 to 1; None when too little is to say anything.

        Measured by retest once it can be. Until then consistency less the cautious discount.
        """
        if self.is_retested:
            return self.retest
        if self.consistency is None or self.consistency <= CAUTIOUS_DISCOUNT:
            return None
        return self.consistency - CAUTIOUS_DISCOUNT

    @property
    def error(self) -> float | None:
        """The standard error of one person's mean, in points; None when it is unknown."""
        if self.reliability is None or self.sd <= 0:
            return None
        return self.sd * math.sqrt(1 - self.reliability)
