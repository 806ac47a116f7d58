"""What other rooms ask about activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from ettle.activities.models import Invitation, Requirement

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


def has_activities(version: BadgeVersion) -> bool:
    """True when a badge version asks for at least one activity."""
    return Requirement.objects.filter(version=version).exists()


def invitations_of(learner: User) -> QuerySet[Invitation]:
    """A learner's invitations, newest first, with badge and activities. Each has `is_done`."""
    return Invitation.objects.of(learner).with_done().with_activities().order_by("-invited_at", "-pk")
