"""What a badge asks of someone who works with the learner, in words for learners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.people.queries import role_titles

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion


def describe_endorsement(version: BadgeVersion) -> str:
    """Whether someone endorses it, by when, and what happens if not; empty when the badge asks for nothing."""
    if version.endorsement == version.Endorsement.NONE:
        return ""
    if version.endorsement == version.Endorsement.INVITED:
        return _("You can ask someone who knows your work to endorse it. The badge is yours either way.")
    days = version.endorsement_days or 0
    words = [
        ngettext(
            "Someone who knows your work must endorse it within %(days)s day of your evidence being accepted.",
            "Someone who knows your work must endorse it within %(days)s days of your evidence being accepted.",
            days,
        )
        % {"days": days}
    ]
    if version.endorsement_roles:
        titles = role_titles()
        roles = ", ".join(titles.get(key, key) for key in version.endorsement_roles)
        words.append(_("This is for these roles: %(roles)s. Others can ask for it.") % {"roles": roles})
    if version.endorsement_missed == "not-endorsed":
        words.append(_("If no one does, your badge says ‘Not endorsed’. It is not taken away."))
    return " ".join(words)
