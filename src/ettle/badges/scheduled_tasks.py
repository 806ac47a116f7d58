"""What this room does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.badges.status import withdrawals
from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task


@task
def apply_withdrawals(*, at: str) -> None:
    """Withdraw what stands on the list outside the database and is not withdrawn: a restore or a crash left it so."""
    withdrawals.apply_withdrawals(datetime.fromisoformat(at))


SCHEDULED_TASKS = [ScheduledTask("badges/withdrawals", timedelta(hours=1), apply_withdrawals)]
