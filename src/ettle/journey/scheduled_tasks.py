"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.journey.actions import measure_norms, send_due
from ettle.kit.tasks.scheduled_tasks import ScheduledTask

SCHEDULED_TASKS = [
    ScheduledTask("journey/norms", timedelta(days=1), measure_norms),
    ScheduledTask("journey/look-backs", timedelta(minutes=30), send_due),
]
