"""Drafts the letter to a learner from the decisions. The assessor may change all of it before sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


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
        _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        _("Thank you for sending your work for %(badge)s. I have read it.") % {"badge": badge},
    ]
    if not unmet:
        parts.append(_("Every criterion is met. Well done. My journey shows you what to do next."))
    else:
        if met:
            words = ngettext(
                "This criterion is met, and you do not need to change it: %(criteria)s.",
                "These criteria are met, and you do not need to change them: %(criteria)s.",
                len(met),
            )
            parts.append(words % {"criteria": "; ".join(map(str, met))})
        parts.append(
            ngettext(
                "This criterion is not yet met. Change only this and send it again:",
                "These criteria are not yet met. Change only these and send them again:",
                len(unmet),
            )
        )
        parts += [_unmet_paragraph(point) for point in unmet]
    parts.append(_("Your assessor"))
    return "\n\n".join(parts)


def draft_decline_letter(name: str, badge: str) -> str:
    """Return a letter for an application that is declined: thanks, a place for the reason, the right to appeal."""
    return "\n\n".join(
        [
            _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
            _("Thank you for sending your work for %(badge)s. I have read it.") % {"badge": badge},
            _("I cannot accept it for this badge, because"),
            _("You can ask for a second assessor. They read the same text and do not see what I wrote."),
            _("Your assessor"),
        ]
    )


def _unmet_paragraph(point: Point) -> str:
    return f"{_name(point)}. {point.reason}. {point.suggestion}"


def _name(point: Point) -> str:
    """The name that the pages use, so that the learner finds the criterion there."""
    return _("Criterion %(number)s, %(title)s") % {"number": point.number, "title": point.title}
