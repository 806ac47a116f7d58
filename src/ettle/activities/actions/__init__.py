"""What other rooms do with activities: publish them, require them for a badge, invite, open, begin."""

from __future__ import annotations

from ettle.activities.actions.activity_versions import publish, require
from ettle.activities.actions.attempts import begin
from ettle.activities.actions.badge_invitations import invite, invite_first, open_activity

__all__ = ["begin", "invite", "invite_first", "open_activity", "publish", "require"]
