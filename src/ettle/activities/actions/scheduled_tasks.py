"""What this room does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.activities.actions.choice_counts import publish_choice_figures
from ettle.kit.tasks.scheduled_tasks import ScheduledTask

SCHEDULED_TASKS = [ScheduledTask("activities/figures", timedelta(days=1), publish_choice_figures)]
