"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.together.actions import end_expired

SCHEDULED_TASKS = [ScheduledTask("together/end", timedelta(minutes=15), end_expired)]
