"""Two results of one person side by side: what changed, and how they see the earlier one with today's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ettle.journey import change
from ettle.journey.change import Change, Norm, Verdict

if TYPE_CHECKING:
    from ettle.journey.queries import AssessmentResult
    from ettle.journey.scoring import AnsweredLine, CapabilityProfile, Line


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

    @cached_property
    def is_same_scale(self) -> bool:
        return bool(self.before.assessment.version.scale == self.after.assessment.version.scale)

    def _row(self, profile: CapabilityProfile) -> CapabilityThen:
        earlier = {row.key: row for row in self.before.rows}.get(profile.key)
        asked = {line.line.key: line for line in earlier.lines} if earlier else {}
        lines = tuple(self._line(asked.get(line.line.key), line) for line in profile.lines)
        same = earlier if earlier and self._is_same(earlier, profile) else None
        return CapabilityThen(change.of_capability(same, profile, self.norms.get(profile.key)), lines)

    def _line(self, before: AnsweredLine | None, after: AnsweredLine) -> LineThen:
        key = after.line.key
        same = before if before and self.is_same_scale and before.line.wording == after.line.wording else None
        return LineThen(change.of_line(same, after, self.norms.get(key)), before, after, self.then.get(key, ""))

    def _is_same(self, before: CapabilityProfile, after: CapabilityProfile) -> bool:
        return self.is_same_scale and _asked(before) == _asked(after)


def _asked(profile: CapabilityProfile) -> list[tuple[str, str]]:
    def said(line: Line) -> tuple[str, str]:
        return line.key, line.wording

    return [said(answered.line) for answered in profile.lines]
