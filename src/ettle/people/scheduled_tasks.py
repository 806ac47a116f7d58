"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.people.actions.accounts import delete_expired_rows

SCHEDULED_TASKS = [ScheduledTask("people/forget", timedelta(days=1), delete_expired_rows)]
