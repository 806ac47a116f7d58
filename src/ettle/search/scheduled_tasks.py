"""The scheduled task of search."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.search import actions


@task
def refresh_search(*, at: str) -> None:
    """Index frameworks and badges, whose rooms do not know this one. Only changes are written."""
    actions.refresh_search()


SCHEDULED_TASKS = [ScheduledTask("search/refresh", timedelta(minutes=10), refresh_search)]
