"""What other rooms do with activities: publish them, require them for a badge, invite, open, begin."""

from __future__ import annotations

from ettle.activities.actions.activity_versions import publish, publish_badge, require
from ettle.activities.actions.attempts import begin, begin_practice
from ettle.activities.actions.badge_invitations import invite, invite_first, open_activity, renew

__all__ = [
    "begin", "begin_practice", "invite", "invite_first", "open_activity", "publish", "publish_badge", "renew",
    "require",
]  # fmt: skip
