"""What this room does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.library import actions


@task
def publish_and_expire_pages(*, at: str) -> None:
    """Show what is due and take down what is over. Twice does no harm."""
    now = datetime.fromisoformat(at)
    actions.publish_due_pages(now=now)
    actions.unpublish_expired_pages(now=now)


@task
def delete_unused_files(*, at: str) -> None:
    """A loading that was killed leaves files behind. What went once is not there to go twice."""
    actions.delete_unused_files(now=datetime.fromisoformat(at))


SCHEDULED_TASKS = [
    ScheduledTask("library/pages", timedelta(minutes=5), publish_and_expire_pages),
    ScheduledTask("library/sweep", timedelta(days=1), delete_unused_files),
]
