"""What this room does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.badges import withdrawals
from ettle.kit.regular import Regular
from ettle.kit.tasks import task


@task
def carry_out_withdrawals(*, at: str) -> None:
    """Withdraw what stands on the list outside the database and is not withdrawn: a restore or a crash left it so."""
    withdrawals.carry_out(datetime.fromisoformat(at))


REGULAR = [Regular("badges/withdrawals", timedelta(hours=1), carry_out_withdrawals)]
