"""Drafts the letter to a learner from the decisions. The assessor may change all of it before sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One criterion in the letter. reason and suggestion are empty when it is met."""

    title: str
    is_met: bool
    reason: str = ""
    suggestion: str = ""


def draft_letter(name: str, badge: str, points: Sequence[Point]) -> str:
    """Return a letter: thanks, what is met, then one paragraph for each part that is not yet met."""
    met = [point.title for point in points if point.is_met]
    unmet = [point for point in points if not point.is_met]
    parts = [
        f"Hello {name}," if name else "Hello,",
        f"Thank you for sending your work for {badge}. I have read it all.",
    ]
    if not unmet:
        parts.append("Every part is met. Well done. You will see what comes next on your journey.")
    else:
        if met:
            parts.append(f"These parts are met, and you need not touch them again: {', '.join(met)}.")
        parts.append("This is not yet met. Change only these parts and send them again:")
        parts += [_unmet_paragraph(point) for point in unmet]
    parts.append("Your assessor")
    return "\n\n".join(parts)


def _unmet_paragraph(point: Point) -> str:
    return f"{point.title}. {point.reason}. {point.suggestion}"
