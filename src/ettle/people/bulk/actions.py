"""Take in a file of people, check it, and import it after a yes, in batches that can be taken up again.

An import makes no account, changes no name and lets nobody join: it invites, and people choose (decision 0081).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit import audit
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.input.spreadsheets import read_table
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.bulk import queries
from ettle.people.bulk.batches import chunk_leavers, end_batch, finish_import, invite_batch
from ettle.people.bulk.models import IMPORT_LASTS, PeopleImport, PeopleImportRow
from ettle.people.bulk.row_checks import Checker, find_unusual_domains, read_head, row_context
from ettle.people.limits import PEOPLE_IMPORTS
from ettle.people.models import Organisation, User

State = PeopleImport.State
Plan = PeopleImportRow.Plan
# A file of this size is checked while the person waits, in about a second; a larger one by the queue.
MOST_BYTES_AT_ONCE = 60_000
NOT_YOURS = _lazy("Only a lead of this organisation or an administrator can do this")


@transaction.atomic
def upload_people(
    *, organisation: Organisation | None, file_name: str, content: bytes, by: User, now: datetime
) -> PeopleImport:
    """Store a file and have it checked. organisation: None when each row names its own.

    Raises Refused with what is wrong with the file as a whole, and for people who may not import here.
    """
    if not queries.can_import(by, organisation):
        raise Refused(NOT_YOURS)
    try:
        columns, _rows = read_head(read_table(content), needs_organisation=organisation is None)
    except Unreadable as fault:
        raise Refused(fault.words, field="file") from fault
    consume(PEOPLE_IMPORTS, str(by.uuid), now=now, field="file")
    people_import = PeopleImport(
        by=by,
        organisation=organisation,
        file_name=file_name,
        columns=list(columns.heads),
        fields=dict(columns.places),
        uploaded_at=now,
    )
    is_large = len(content) > MOST_BYTES_AT_ONCE
    if is_large:
        people_import.file.save(f"{people_import.uuid}.table", ContentFile(content), save=False)
    people_import.save()
    audit.record(by, "uploaded a file of people", people_import, now=now)
    if not is_large:
        _check(people_import, content, now)
    else:
        key = f"people/check/{people_import.uuid}"
        task_queue.enqueue_once(check_people, key=key, now=now, people_import=str(people_import.uuid))
    return people_import


@task_queue.task(priority=-5)
def check_people(*, people_import: str) -> None:
    """Check a large file. Done again after a crash, it begins from the file."""
    row = PeopleImport.objects.select_related("by").filter(uuid=people_import, state=State.CHECKING).first()
    if row is None:
        return
    with row.file.open("rb") as file:
        content = file.read()
    with translation.override(row.by.language or translation.get_language()):
        _check(row, content, timezone.now())


def _check(people_import: PeopleImport, content: bytes, now: datetime) -> None:
    people_import.rows.all().delete()
    try:
        columns, rows = read_head(read_table(content), needs_organisation=people_import.organisation_id is None)
        checker = Checker(people_import, columns, row_context(people_import), people_import.by.is_superuser, now=now)
        for batch in checker.check(rows):
            _store_batch(people_import, batch)
    except Unreadable as fault:
        people_import.rows.all().delete()
        people_import.state, people_import.fault = State.REFUSED, fault.words
    else:
        _warn_of_domains(people_import, find_unusual_domains(checker.domains))
        people_import.state = State.CHECKED
    _finish_check(people_import, now)


@transaction.atomic
def _store_batch(people_import: PeopleImport, batch: list[PeopleImportRow]) -> None:
    PeopleImportRow.objects.bulk_create(batch)
    people_import.done += len(batch)
    PeopleImport.objects.filter(pk=people_import.pk).update(done=people_import.done)


@transaction.atomic
def _warn_of_domains(people_import: PeopleImport, domains: list[str]) -> None:
    for domain in domains:
        rows = list(people_import.rows.filter(email__endswith=f"@{domain}", plan__in=(Plan.INVITE, Plan.NEW_ROLE)))
        for row in rows:
            row.warnings, row.has_warnings = [*row.warnings, "domain"], True
        PeopleImportRow.objects.bulk_update(rows, ["warnings", "has_warnings"])


@transaction.atomic
def _finish_check(people_import: PeopleImport, now: datetime) -> None:
    """The rows are stored now, so the file goes."""
    if people_import.file:
        transaction.on_commit(partial(default_storage.delete, str(people_import.file.name)))
    people_import.file, people_import.checked_at, people_import.done = "", now, 0
    people_import.save(update_fields=["file", "checked_at", "done", "state", "fault"])


@transaction.atomic
def confirm_import(
    *, people_import: PeopleImport, ends_leavers: bool, sends_emails: bool, by: User, now: datetime
) -> None:
    """Import what the preview showed. An import that has begun already goes on as it was begun."""
    row = PeopleImport.objects.select_for_update().get(pk=people_import.pk)
    if row.by_id != by.pk or not queries.can_import(by, row.organisation):
        raise Refused(NOT_YOURS)
    if row.state != State.CHECKED:
        return
    if ends_leavers and not queries.can_end_leavers(row):
        raise Refused(_("Correct the rows with faults first: someone in them may still be here"), field="ends_leavers")
    row.ends_leavers, row.sends_emails = ends_leavers, sends_emails
    row.total = row.rows.filter(plan__in=(Plan.INVITE, Plan.NEW_ROLE)).count()
    if ends_leavers:
        row.total += queries.leavers(row).count() + queries.left_invitations(row).count()
    row.state, row.confirmed_at, row.done = State.IMPORTING, now, 0
    row.save()
    audit.record(by, "began to import people", row, now=now)
    task_queue.enqueue_once(import_people, key=f"people/import/{row.uuid}", now=now, people_import=str(row.uuid))


@task_queue.task(priority=-5)
def import_people(*, people_import: str) -> None:
    """Do what the person said yes to, a batch in a transaction. After a crash it goes on with what is not done."""
    key = uuid.UUID(people_import)
    while invite_batch(key, timezone.now()):
        pass
    for memberships in chunk_leavers(key):
        end_batch(key, memberships, timezone.now())
    finish_import(key, timezone.now())


def record_member_download(*, organisation: Organisation, by: User, now: datetime) -> None:
    audit.record(by, "downloaded the list of members", organisation, now=now)


@transaction.atomic
def discard_import(*, people_import: PeopleImport, by: User, now: datetime) -> None:
    """Delete an import with its rows and its file. What it has done stays. One that is under way cannot be deleted."""
    row = PeopleImport.objects.select_for_update().filter(pk=people_import.pk, by=by).first()
    if row is None:
        return
    if row.state == State.IMPORTING:
        raise Refused(_("This import is under way. Wait until it is finished"))
    audit.record(by, "deleted a file of people", row, now=now)
    _delete_imports([row])


def _delete_imports(imports: list[PeopleImport]) -> None:
    PeopleImport.objects.filter(pk__in=[row.pk for row in imports]).delete()
    for row in imports:
        if row.file:
            transaction.on_commit(partial(default_storage.delete, str(row.file.name)))


def forget_address(address: str) -> None:
    """Erase an address from every import: its rows go, so that nobody is invited again who has left the site."""
    PeopleImportRow.objects.filter(email=address.lower()).delete()


@task_queue.task
def delete_expired_imports(*, at: str) -> None:
    """Delete imports, with their rows and files, some days after the upload."""
    _delete_imports(list(PeopleImport.objects.filter(uploaded_at__lt=datetime.fromisoformat(at) - IMPORT_LASTS)))
