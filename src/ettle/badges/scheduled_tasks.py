"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.badges import actions
from ettle.badges.award import badge_email, expiry
from ettle.badges.credential import signing_heads
from ettle.badges.status import list_files, status_lists
from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task


@task
def apply_withdrawals(*, at: str) -> None:
    """Withdraw badges that are on the list outside the database and not withdrawn, after a restore or a crash."""
    actions.apply_withdrawals(now=datetime.fromisoformat(at))


@task
def announce_expiry(*, at: str) -> None:
    """Tell holders whose badge ends soon or has expired."""
    now = datetime.fromisoformat(at)
    for award in expiry.awards_ending_soon(now):
        badge_email.send_expiry_email(award, now)
    for award in expiry.awards_expired(now):
        badge_email.send_expired_email(award, now)


@task
def sign_old_lists(*, at: str) -> None:
    """Sign the lists of withdrawn badges again before they end, and write those whose file is missing."""
    status_lists.sign_old_lists(datetime.fromisoformat(at))
    list_files.write_missing_files()


@task
def sign_log_heads(*, at: str) -> None:
    """Write the signed heads of the signing logs to their file outside the database."""
    signing_heads.append_heads(datetime.fromisoformat(at))


SCHEDULED_TASKS = [
    ScheduledTask("badges/signing-heads", timedelta(minutes=10), sign_log_heads),
    ScheduledTask("badges/withdrawals", timedelta(hours=1), apply_withdrawals),
    ScheduledTask("badges/expiry", timedelta(days=1), announce_expiry),
    ScheduledTask("badges/status-lists", timedelta(hours=1), sign_old_lists),
]
