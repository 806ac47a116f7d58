"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.badges.status import withdrawals
from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task


@task
def apply_withdrawals(*, at: str) -> None:
    """Withdraw badges that are on the list outside the database and not withdrawn, after a restore or a crash."""
    withdrawals.apply_withdrawals(datetime.fromisoformat(at))


SCHEDULED_TASKS = [ScheduledTask("badges/withdrawals", timedelta(hours=1), apply_withdrawals)]
