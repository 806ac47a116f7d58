"""Two results of one person side by side: what changed, and how they see the earlier one with today's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ettle.instruments.types import Norm
from ettle.journey import change
from ettle.journey.change import Change, Verdict

if TYPE_CHECKING:
    from ettle.instruments.types import AnsweredLine, CapabilityProfile
    from ettle.journey.queries import AssessmentResult


@dataclass(frozen=True)
class LineThen:
    """One line three times: then, now, and then as it is seen now ("" when that was not asked or not answered)."""

    change: Change
    before: AnsweredLine | None
    after: AnsweredLine
    seen_now: str


@dataclass(frozen=True)
class CapabilityThen:
    change: Change
    lines: tuple[LineThen, ...]


@dataclass(frozen=True)
class Comparison:
    """before and after: two finished results, the earlier first. then: line key -> how it is seen now."""

    before: AssessmentResult
    after: AssessmentResult
    norms: Mapping[str, Norm]
    then: Mapping[str, str]

    @property
    def is_same_role(self) -> bool:
        return self.before.assessment.role == self.after.assessment.role

    @cached_property
    def rows(self) -> list[CapabilityThen]:
        return [self._row(profile) for profile in self.after.rows]

    @cached_property
    def counted(self) -> dict[Verdict, int]:
        """How many lines there are of each verdict."""
        return change.count([line.change for row in self.rows for line in row.lines])

    @property
    def is_unknown(self) -> bool:
        """Whether nothing can be said of any line yet."""
        return self.counted[Verdict.UNKNOWN] == sum(self.counted.values())

    @cached_property
    def is_asked_alike(self) -> bool:
        """Whether both times had the same question beside each line, and the same points in the same words."""
        return self.before.assessment.sheet.ground() == self.after.assessment.sheet.ground()

    @cached_property
    def _alike(self) -> set[str]:
        """Keys of the lines and capabilities that were asked alike both times."""
        then, now = self.before.assessment.sheet.imprints(), self.after.assessment.sheet.imprints()
        return {key for key, imprint in now.items() if then.get(key) == imprint}

    def _row(self, profile: CapabilityProfile) -> CapabilityThen:
        earlier = {row.key: row for row in self.before.rows}.get(profile.key)
        asked = {line.line.key: line for line in earlier.lines} if earlier else {}
        lines = tuple(self._line(asked.get(line.line.key), line) for line in profile.lines)
        same = earlier if profile.key in self._alike else None
        return CapabilityThen(change.of_capability(same, profile, self.norms.get(profile.key)), lines)

    def _line(self, before: AnsweredLine | None, after: AnsweredLine) -> LineThen:
        key = after.line.key
        same = before if key in self._alike else None
        return LineThen(change.of_line(same, after, self.norms.get(key)), before, after, self.then.get(key, ""))
