"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.feedback.actions import end_inactive
from ettle.kit.tasks.scheduled_tasks import ScheduledTask

SCHEDULED_TASKS = [ScheduledTask("feedback/end", timedelta(days=1), end_inactive)]
