"""Drafts the letter to a learner from the decisions. The assessor may change all of it before sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One criterion in the letter. reason and suggestion are empty when it is met."""

    number: int
    title: str
    is_met: bool
    reason: str = ""
    suggestion: str = ""


def draft_letter(name: str, badge: str, points: Sequence[Point]) -> str:
    """Return a letter: thanks, what is met, then one paragraph for each criterion that is not yet met."""
    met = [_name(point) for point in points if point.is_met]
    unmet = [point for point in points if not point.is_met]
    parts = [
        f"Hello {name}," if name else "Hello,",
        f"Thank you for sending your work for {badge}. I have read it all.",
    ]
    if not unmet:
        parts.append("Every criterion is met. Well done. You will see what comes next on your journey.")
    else:
        if met:
            parts.append(f"These criteria are met, and you do not need to change them: {'; '.join(met)}.")
        parts.append("These criteria are not yet met. Change only these and send them again:")
        parts += [_unmet_paragraph(point) for point in unmet]
    parts.append("Your assessor")
    return "\n\n".join(parts)


def _unmet_paragraph(point: Point) -> str:
    return f"{_name(point)}. {point.reason}. {point.suggestion}"


def _name(point: Point) -> str:
    """The name that the pages use, so that the learner finds the criterion there."""
    return f"Criterion {point.number}, {point.title}"
