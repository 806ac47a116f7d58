"""What other rooms ask about badges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from ettle.badges.models import Award, BadgeVersion

if TYPE_CHECKING:
    from ettle.people.models import User


def current_versions() -> QuerySet[BadgeVersion]:
    """The newest published version of every badge, by number."""
    raise NotImplementedError


def awards_of(learner: User) -> QuerySet[Award]:
    raise NotImplementedError
