"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task
from ettle.people import actions
from ettle.people.actions.accounts import delete_expired_rows
from ettle.people.bulk.actions import delete_expired_imports
from ettle.people.bulk.invitation_emails import send_waiting_invitations
from ettle.people.data_export.actions import delete_expired_exports
from ettle.people.email.site_notices import send_site_notices


@task
def erase_returned_people(*, at: str) -> None:
    """Erase again who came back with an older copy of the database, where nobody ran `prepare` after the restore."""
    actions.apply_erasures(now=datetime.fromisoformat(at))


SCHEDULED_TASKS = [
    ScheduledTask("people/forget", timedelta(days=1), delete_expired_rows),
    ScheduledTask("people/exports", timedelta(hours=1), delete_expired_exports),
    ScheduledTask("people/imports", timedelta(hours=1), delete_expired_imports),
    ScheduledTask("people/invitations", timedelta(hours=1), send_waiting_invitations),
    ScheduledTask("people/site-notices", timedelta(hours=1), send_site_notices),
    ScheduledTask("people/erasures", timedelta(hours=1), erase_returned_people),
]
