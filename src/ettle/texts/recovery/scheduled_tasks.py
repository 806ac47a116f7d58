"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.texts.actions import delete_expired_forms, delete_removed_files

SCHEDULED_TASKS = [
    ScheduledTask("texts/forget", timedelta(minutes=15), delete_expired_forms),
    ScheduledTask("texts/removed-files", timedelta(hours=1), delete_removed_files),
]
