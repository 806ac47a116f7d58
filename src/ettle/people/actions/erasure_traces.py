"""What an erasure leaves outside the rows: emails that failed, emails as files, uploads, and older pages of files.

A task after the commit removes it, so that a crash in between only delays the removal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from ettle.kit import personal_data
from ettle.kit.database import traces
from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people.models import User

# The last email is to arrive first; where emails are files there is time to read it.
REMOVAL_DELAY = timedelta(minutes=5)
REWRITE_DELAY = timedelta(seconds=30)


class FarewellWaits(Exception):
    """The last email has not been sent yet. The queue tries again, longer than it tries to send the email."""


def schedule_removal(person: User, files: Iterable[str], *, now: datetime) -> None:
    """Scrub the database after this commit, and again with the files a little later."""
    traces.schedule_scrub(personal_tables(), key=f"left/{person.pk}/{now.isoformat()}", now=now)
    later = remove_traces.using(run_after=now + REMOVAL_DELAY)
    task_queue.enqueue_once(
        later,
        key=f"people/traces/{person.pk}/{now.isoformat()}",
        now=now,
        person=person.pk,
        files=list(files),
        left_at=now.isoformat(),
    )


def farewell_key(person: int) -> str:
    """Return the key of a person's last email. The queue calls it mail/<key>."""
    return f"left/{person}"


@task_queue.task
def remove_traces(*, person: int, files: list[str], left_at: str) -> None:
    """Remove what is left of a person outside the rows of the database. Doing it again does no harm."""
    farewell = WaitingTask.objects.filter(key=f"mail/{farewell_key(person)}")
    if farewell.unfinished().exists():
        raise FarewellWaits
    farewell.update(arguments={})  # has an address if it could not be sent
    for name in files:
        default_storage.delete(name)
    _remove_outbox_files()
    now = timezone.now()
    # Later than this task, whose arguments have the names of files.
    traces.schedule_rewrite(personal_tables(), key=f"left/{person}/{left_at}", run_after=now + REWRITE_DELAY, now=now)


def personal_tables() -> list[str]:
    """Return the tables that rows or words of a person were in, and the queue's."""
    owned = [declaration.model for declaration in personal_data.all_declarations() if declaration.owner]
    referring = [reference.model for reference in personal_data.email_references()]
    models = {apps.get_model(name) for name in [*owned, *referring, "kit.WaitingTask"]}
    return sorted(model._meta.db_table for model in models)


def _remove_outbox_files() -> None:
    """Remove all emails that are files. Others' may quote the person, and only a site on trial has any."""
    folder = Path(settings.OUTBOX_DIR)
    for path in folder.glob("*") if folder.is_dir() else ():
        path.unlink(missing_ok=True)
