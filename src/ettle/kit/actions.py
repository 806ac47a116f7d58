"""Actions of administrators on the site itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.http.permissions import refuse_non_administrators
from ettle.kit.models import WaitingTask
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def try_again(task: WaitingTask, *, by: User, now: datetime) -> None:
    """Run a task that was given up again, with all its attempts. Raises Refused when it is not given up any more."""
    refuse_non_administrators(by)
    failed_tasks = WaitingTask.objects.given_up().filter(pk=task.pk)
    if not failed_tasks.update(given_up_at=None, attempts=0, run_after=now, leased_by="", leased_until=None):
        raise Refused("This task is not laid aside any more.")
    audit.record(by, "asked for a task to be tried again", task, now=now)
