"""What others may hold of this room: points, statements, answers to them, profiles, prompts and norms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

NOT_SURE = "not-sure"


# Somebody who did not say how much a capability matters is taken to mean the middle.
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

    @property
    def mean(self) -> Decimal | None:
        """The mean of the points given, to two places, halves up."""
        scores = self.scores
        if not scores or len(scores) * 2 < len(self.statements):
            return None
        return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def not_sure_count(self) -> int:
        return sum(answered.choice == NOT_SURE for answered in self.statements)

    @property
    def weight(self) -> int:
        return self.importance or UNSAID_IMPORTANCE


class PromptKind(Enum):
    USE = "A strength to use more"
    GROW = "One thing to grow"
    ASK = "One thing to ask others about"


@dataclass(frozen=True)
class Prompt:
    """What to think about, where in the framework, and the person's own answer that it comes from."""

    kind: PromptKind
    capability: CapabilityProfile
    statement: AnsweredStatement


@dataclass(frozen=True)
class NormStatistics:
    """How this site's people answer. people: how many. sd: in points. reliability: 0 to 1, None when unknown."""

    people: int
    sd: float
    reliability: float | None
