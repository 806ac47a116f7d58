"""The scheduled tasks of the library."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.library import actions


@task
def publish_and_expire_pages(*, at: str) -> None:
    """Publish pages that are due and unpublish those that have expired. Safe to run twice."""
    now = datetime.fromisoformat(at)
    actions.publish_due_pages(now=now)
    actions.unpublish_expired_pages(now=now)


@task
def delete_unused_files(*, at: str) -> None:
    """Delete files that an interrupted load has left behind. Safe to run twice."""
    actions.delete_unused_files(now=datetime.fromisoformat(at))


SCHEDULED_TASKS = [
    ScheduledTask("library/pages", timedelta(minutes=5), publish_and_expire_pages),
    ScheduledTask("library/sweep", timedelta(days=1), delete_unused_files),
]
