"""What search does by the clock."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.search import actions


@task
def refresh_search(*, at: str) -> None:
    """Frameworks and badges change in rooms that cannot tell this one. What has not changed is not written."""
    actions.refresh_search()


SCHEDULED_TASKS = [ScheduledTask("search/refresh", timedelta(minutes=10), refresh_search)]
