"""Make a download of everything about a person in the queue, and delete it when it has expired."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from time import monotonic

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ettle.kit.limits.counters import consume
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import REQUESTED
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.tasks import task_queue
from ettle.people.data_export import queries
from ettle.people.data_export.export_archive import build_archive
from ettle.people.limits import DATA_EXPORTS, DOWNLOADS
from ettle.people.models import DataExport, User

FOLDER = "exports"
PROGRESS_SECONDS = 1.0


def count_download(person: User, *, now: datetime) -> None:
    """Count a download that is made while the person waits. Raises LimitReached."""
    consume(DOWNLOADS, str(person.uuid), now=now)


@transaction.atomic
def ask_for_export(person: User, *, now: datetime) -> DataExport:
    """Begin a download in the queue. One that is in preparation stays. Raises LimitReached."""
    current = queries.current_export(person, now)
    if current is not None and current.ready_at is None:
        return current
    consume(DATA_EXPORTS, str(person.uuid), now=now)
    erase_exports(person)
    export = DataExport.objects.create(person=person, asked_at=now, total=len(queries.files_of(person)))
    task_queue.enqueue_once(prepare_export, key=f"people/export/{export.uuid}", now=now, export=str(export.uuid))
    return export


@task_queue.task(priority=-5)
def prepare_export(*, export: str) -> None:
    """Make the file, then email the person. Made again after a crash, it replaces what was there."""
    row = DataExport.objects.select_related("person").filter(uuid=export, ready_at=None, person__is_active=True).first()
    if row is None:
        return
    now, name = timezone.now(), f"{FOLDER}/{row.uuid}.zip"
    with build_archive(row.person, queries.files_of(row.person), now=now, progress=_Progress(row)) as archive:
        default_storage.delete(name)
        default_storage.save(name, File(archive))
    _finish_export(row, name, timezone.now())


@transaction.atomic
def _finish_export(export: DataExport, name: str, now: datetime) -> None:
    if not DataExport.objects.filter(pk=export.pk).update(file=name, ready_at=now, done=export.total):
        default_storage.delete(name)  # the person has left, or asked again, in the meantime
        return
    export.ready_at = now
    delivery.send_notice(
        "people/mail/export_ready.txt",
        to=export.person.email,
        kind=REQUESTED,
        key=f"export-ready/{export.uuid}",
        limit=WORK_NOTICES,
        now=now,
        until=queries.expires_at(export),
        link=delivery.absolute_url(reverse("people:download")),
    )


class _Progress:
    """Writes how many files are packed, once a second at most."""

    def __init__(self, export: DataExport) -> None:
        self._export, self._written = export, monotonic()

    def __call__(self, done: int) -> None:
        if monotonic() - self._written >= PROGRESS_SECONDS:
            self._written = monotonic()
            DataExport.objects.filter(pk=self._export.pk).update(done=done)


def erase_exports(person: User) -> None:
    """Delete every download of a person, with its file."""
    _delete_exports(list(DataExport.objects.filter(person=person)))


@task_queue.task
def delete_expired_exports(*, at: str) -> None:
    """Delete downloads that have expired."""
    now = datetime.fromisoformat(at)
    ready = DataExport.objects.filter(ready_at__lt=now - queries.EXPORT_LASTS)
    failed = DataExport.objects.filter(ready_at=None, asked_at__lt=now - queries.PREPARATION_LASTS)
    _delete_exports([*ready, *failed])


def _delete_exports(exports: list[DataExport]) -> None:
    DataExport.objects.filter(pk__in=[export.pk for export in exports]).delete()
    for export in exports:
        transaction.on_commit(partial(default_storage.delete, export.file or f"{FOLDER}/{export.uuid}.zip"))
