"""What an administrator does to the site itself."""

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
    """Give a task that was laid aside its tries back. Raises Refused when it is not laid aside any more."""
    refuse_non_administrators(by)
    laid_aside = WaitingTask.objects.given_up().filter(pk=task.pk)
    if not laid_aside.update(given_up_at=None, attempts=0, run_after=now, leased_by="", leased_until=None):
        raise Refused("This task is not laid aside any more.")
    audit.record(by, "asked for a task to be tried again", task, now=now)
