"""Publish, award, revoke."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.badges.models import Award, BadgeVersion

if TYPE_CHECKING:
    from ettle.people.models import User


def award(*, learner: User, version: BadgeVersion, by: User | None, now: datetime) -> Award:
    """Award a badge once; a second call returns the first award."""
    raise NotImplementedError
