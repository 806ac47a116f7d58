"""Two results of one person side by side: what changed, and how they see the earlier one with today's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ettle.instruments.types import NormStatistics
from ettle.journey.comparison import reliable_change
from ettle.journey.comparison.reliable_change import Change, Verdict

if TYPE_CHECKING:
    from ettle.instruments.types import AnsweredStatement, CapabilityProfile
    from ettle.journey.queries import AssessmentResult


@dataclass(frozen=True)
class StatementComparison:
    """One statement three times: then, now, and then as it is seen now ("" when that was not asked or not answered)."""

    before: AnsweredStatement | None
    after: AnsweredStatement
    seen_now: str


@dataclass(frozen=True)
class CapabilityComparison:
    change: Change
    statements: tuple[StatementComparison, ...]


@dataclass(frozen=True)
class Comparison:
    """before and after: two finished results, the earlier first. then: line key -> how it is seen now."""

    before: AssessmentResult
    after: AssessmentResult
    norms: Mapping[str, NormStatistics]
    then: Mapping[str, str]

    @property
    def is_same_role(self) -> bool:
        return self.before.assessment.role == self.after.assessment.role

    @cached_property
    def rows(self) -> list[CapabilityComparison]:
        earlier = {row.key: row for row in self.before.rows}
        comparable = [
            (earlier.get(row.key) if row.key in self._comparable_keys else None, row, self.norms.get(row.key))
            for row in self.after.rows
        ]
        points = self.after.points
        changes = reliable_change.compare_capabilities(comparable, widest=points[-1] - points[0])
        return [
            CapabilityComparison(change, self._compare_statements(earlier.get(row.key), row))
            for change, row in zip(changes, self.after.rows, strict=True)
        ]

    @cached_property
    def verdict_counts(self) -> dict[Verdict, int]:
        """How many capabilities there are of each verdict."""
        return {verdict: sum(row.change.verdict is verdict for row in self.rows) for verdict in Verdict}

    @property
    def is_unknown(self) -> bool:
        """Whether nothing can be said of any capability yet."""
        return self.verdict_counts[Verdict.UNKNOWN] == sum(self.verdict_counts.values())

    @cached_property
    def is_same_question(self) -> bool:
        """Whether both times had the same question beside each line, and the same points in the same words."""
        return self.before.assessment.sheet.context_fingerprint() == self.after.assessment.sheet.context_fingerprint()

    @cached_property
    def _comparable_keys(self) -> set[str]:
        """Keys of the lines and capabilities that were asked alike both times."""
        then, now = self.before.assessment.sheet.fingerprints(), self.after.assessment.sheet.fingerprints()
        return {key for key, imprint in now.items() if then.get(key) == imprint}

    def _compare_statements(
        self, before: CapabilityProfile | None, after: CapabilityProfile
    ) -> tuple[StatementComparison, ...]:
        asked = {answered.statement.key: answered for answered in before.statements} if before else {}
        return tuple(
            StatementComparison(asked.get(answered.statement.key), answered, self.then.get(answered.statement.key, ""))
            for answered in after.statements
        )
