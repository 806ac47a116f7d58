"""Which capabilities of one person have changed by more than chance: pure functions of two results and of norms.

instruments.mean_differences has the statistics. Statements get no verdict: what was answered is shown as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from ettle.instruments.queries import Difference, find_differences_beyond_chance
from ettle.instruments.types import NormStatistics

if TYPE_CHECKING:
    from ettle.instruments.types import CapabilityProfile


class Verdict(Enum):
    HIGHER = gettext_noop("changed: higher")
    LOWER = gettext_noop("changed: lower")
    SAME = gettext_noop("too close to say")
    UNKNOWN = gettext_noop("cannot say yet")


class Reason(Enum):
    """Why there is nothing to say yet, in words for the person."""

    NONE = ""
    SOME = gettext_noop("You rated some of its statements only one of the two times.")
    REWORDED = gettext_noop("The words or the scale changed between the two times.")
    FEW = gettext_noop("Fewer than 50 people have answered this here so far.")
    LOOSE = gettext_noop("People’s answers here vary too much from day to day to tell a change from chance.")


@dataclass(frozen=True)
class Change:
    """One capability, then and now. before, after: means in points; None when there is none.

    interval: the lowest and the highest true change that fit the two answers, in points; None while it is unknown.
    """

    key: str
    title: str
    before: float | None
    after: float | None
    verdict: Verdict
    reason: Reason
    norm: NormStatistics | None
    interval: tuple[float, float] | None = None

    @property
    def is_known(self) -> bool:
        return self.verdict is not Verdict.UNKNOWN


def compare_capabilities(
    pairs: Sequence[tuple[CapabilityProfile | None, CapabilityProfile, NormStatistics | None]], *, widest: float
) -> list[Change]:
    """Compare all capabilities of two results together, in their order.

    pairs: each then and now with its norm; then is None when it was asked in other words. Only a capability of which
    every statement was rated both times is judged: means of different statements differ for a reason that is no
    change. widest: how many points the scale spans.
    """
    changes = [_undecided_change(*pair) for pair in pairs]
    differences = [_difference(change) if change.reason is Reason.NONE else None for change in changes]
    intervals = iter(find_differences_beyond_chance([known for known in differences if known], widest=widest))
    return [
        _decide(change, next(intervals)) if difference else change
        for change, difference in zip(changes, differences, strict=True)
    ]


def _undecided_change(
    before: CapabilityProfile | None, after: CapabilityProfile, norm: NormStatistics | None
) -> Change:
    then = None if before is None or before.mean is None else float(before.mean)
    now = None if after.mean is None else float(after.mean)
    return Change(after.key, after.title, then, now, Verdict.UNKNOWN, _reason_not_known(before, after, norm), norm)


def _reason_not_known(
    before: CapabilityProfile | None, after: CapabilityProfile, norm: NormStatistics | None
) -> Reason:
    if before is None:
        return Reason.REWORDED
    if not (before.is_complete and after.is_complete):
        return Reason.SOME
    if norm is None:
        return Reason.FEW
    return Reason.LOOSE if norm.error is None else Reason.NONE


def _difference(change: Change) -> Difference | None:
    error = change.norm.error if change.norm else None
    if error is None or change.before is None or change.after is None:
        return None
    return Difference(change.after - change.before, error * math.sqrt(2))


def _decide(change: Change, interval: tuple[float, float]) -> Change:
    low, high = interval
    verdict = Verdict.HIGHER if low > 0 else Verdict.LOWER if high < 0 else Verdict.SAME
    return replace(change, verdict=verdict, interval=interval)
