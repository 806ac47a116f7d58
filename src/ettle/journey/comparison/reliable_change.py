"""Whether two answers differ by more than chance would make them: pure functions of the answers and of norms.

The index is the reliable change index of Jacobson and Truax (1991, Journal of Consulting and Clinical Psychology
59:12-19): the difference divided by the spread that differences have when nothing changed, SD * sqrt(2 * (1 -
reliability)). Answers come in steps, so half a step is taken off the difference first; without that, one step up or
down would be called change too often (norms.py says where SD and reliability come from, and how that was tried).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ettle.instruments.types import NormStatistics

if TYPE_CHECKING:
    from ettle.instruments.types import AnsweredStatement, CapabilityProfile

# Nothing beyond this happens by chance more often than once in twenty times.
BEYOND_CHANCE = 1.96


class Verdict(Enum):
    HIGHER = "changed: higher"
    LOWER = "changed: lower"
    SAME = "no reliable change"
    UNKNOWN = "cannot say yet"


class Reason(Enum):
    """Why there is nothing to say yet, in words for the person."""

    NONE = ""
    ONCE = "It was marked only one of the two times."
    SOME = "Some of its lines were marked only one of the two times."
    REWORDED = "The words or the scale changed between the two times."
    FEW = "Fewer than 50 people have answered this here so far."
    LOOSE = "People’s answers here are too uneven to tell a change from chance."


@dataclass(frozen=True)
class Change:
    """One line or capability, then and now. before, after: points or means; None when not marked."""

    key: str
    title: str
    before: float | None
    after: float | None
    verdict: Verdict
    reason: Reason
    norm: NormStatistics | None

    @property
    def is_known(self) -> bool:
        return self.verdict is not Verdict.UNKNOWN


def reliable_change_index(before: float, after: float, *, sd: float, reliability: float, step: float = 0) -> float:
    """Return the index, signed. sd above 0, reliability below 1; step: the smallest difference there can be.

    Raises ValueError for a spread or a reliability that no index can be made from.
    """
    if sd <= 0 or not 0 <= reliability < 1:
        raise ValueError(f"No index from sd {sd} and reliability {reliability}")
    difference = after - before
    beyond = max(abs(difference) - step / 2, 0)
    return math.copysign(beyond / (sd * math.sqrt(2 * (1 - reliability))), difference)


def compare_statements(
    before: AnsweredStatement | None, after: AnsweredStatement, norm: NormStatistics | None
) -> Change:
    """Compare one line with the same line earlier. before: None when it was asked in other words."""
    then, now = before.score if before else None, after.score
    reason = _reason_not_comparable(before is not None, then, now, Reason.ONCE)
    return _build_change(after.statement.key, after.statement.wording, then, now, reason, norm, step=1)


def compare_capabilities(
    before: CapabilityProfile | None, after: CapabilityProfile, norm: NormStatistics | None
) -> Change:
    """Compare the means of one capability; only when every line of it was marked both times.

    Means of different lines differ for a reason that is no change.
    """
    whole = before is not None and _is_complete(before) and _is_complete(after)
    then = None if before is None or before.mean is None else float(before.mean)
    now = None if after.mean is None else float(after.mean)
    reason = _reason_not_comparable(before is not None, then, now, Reason.SOME)
    if reason is Reason.NONE and not whole:
        reason = Reason.SOME
    return _build_change(after.key, after.title, then, now, reason, norm, step=1 / len(after.statements))


def count_verdicts(changes: Mapping[str, Change] | list[Change]) -> dict[Verdict, int]:
    """How many changes there are of each kind."""
    found = list(changes.values()) if isinstance(changes, Mapping) else changes
    return {verdict: sum(change.verdict is verdict for change in found) for verdict in Verdict}


def _is_complete(profile: CapabilityProfile) -> bool:
    return len(profile.scores) == len(profile.statements)


def _reason_not_comparable(is_same_line: bool, then: float | None, now: float | None, once: Reason) -> Reason:
    if not is_same_line:
        return Reason.REWORDED
    return Reason.NONE if then is not None and now is not None else once


def _build_change(
    key: str,
    title: str,
    then: float | None,
    now: float | None,
    reason: Reason,
    norm: NormStatistics | None,
    *,
    step: float,
) -> Change:
    verdict = Verdict.UNKNOWN
    if reason is Reason.NONE and then is not None and now is not None:
        verdict, reason = _find_verdict(then, now, norm, step)
    return Change(key, title, then, now, verdict, reason, norm)


def _find_verdict(then: float, now: float, norm: NormStatistics | None, step: float) -> tuple[Verdict, Reason]:
    if norm is None:
        return Verdict.UNKNOWN, Reason.FEW
    if norm.reliability is None or norm.sd <= 0:
        return Verdict.UNKNOWN, Reason.LOOSE
    index = reliable_change_index(then, now, sd=norm.sd, reliability=norm.reliability, step=step)
    if abs(index) <= BEYOND_CHANCE:
        return Verdict.SAME, Reason.NONE
    return (Verdict.HIGHER if index > 0 else Verdict.LOWER), Reason.NONE
