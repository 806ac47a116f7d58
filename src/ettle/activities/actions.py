"""Publish, invite, answer, complete."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.activities.models import Invitation

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


def invite(*, learner: User, version: BadgeVersion, by: User | None, now: datetime) -> Invitation:
    """Invite a learner to the activities of a badge version; a second call returns the first invitation."""
    raise NotImplementedError
