"""Attach pictures and voice notes to an entry, and delete them with their stored files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.files.file_names import shorten_file_name
from ettle.kit.refusal import Refused
from ettle.learning_log import quotas
from ettle.learning_log.models import Entry, EntryFile
from ettle.learning_log.types import EntryNotFound
from ettle.learning_log.uploads import PreparedFile
from ettle.texts import queries as texts
from ettle.texts.revisions import validate_text

if TYPE_CHECKING:
    from ettle.people.models import User

MAX_FILES = 6


def attach_files(
    entry: Entry, *, files: Sequence[tuple[PreparedFile, str]], by: User, now: datetime
) -> list[EntryFile]:
    """Store files with an entry, all or none, and what a picture shows. files: each with its name.

    Raises Refused when the entry or the person has reached the limit.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            return [_store_file(entry, prepared, name, by, now, stored) for prepared, name in files]
    except BaseException:
        # A file without a row in the table must not stay in the store.
        for path in filter(None, stored):
            default_storage.delete(path)
        raise


def _store_file(
    entry: Entry, prepared: PreparedFile, name: str, by: User, now: datetime, stored: list[str]
) -> EntryFile:
    locked_entry = Entry.objects.select_for_update().of(by).filter(pk=entry.pk).first()
    if locked_entry is None:
        raise EntryNotFound
    if locked_entry.files.count() >= MAX_FILES:
        raise Refused(
            _("An entry can have %(most)s pictures and voice notes. Remove one first") % {"most": MAX_FILES},
            field=prepared.kind,
        )
    quotas.FILE_SIZES.refuse_more(by, prepared.size, field=prepared.kind)
    both = (prepared.file, prepared.small)
    paths = []
    for content in both:
        paths.append(default_storage.save(f"log/{content.name}", content) if content else "")
        stored.append(paths[-1])
    file = EntryFile.objects.create(
        entry=locked_entry,
        kind=prepared.kind,
        file=paths[0],
        small=paths[1],
        name=shorten_file_name(texts.clean_text(name), EntryFile.NAME_LENGTH),
        size=prepared.size,
        added_at=now,
    )
    if prepared.words.strip():
        chain = locked_entry.revision_chain(file.part)
        chain.save_text(validate_text(prepared.words), base=0, key=uuid.uuid4(), now=now)
    audit.record(by, f"put a {file.get_kind_display().lower()} to a log entry", locked_entry, now=now)
    return file


@transaction.atomic
def detach_file(file: EntryFile, *, by: User, now: datetime) -> None:
    """Delete a file with its transcript."""
    entry = Entry.objects.select_for_update().of(by).filter(files=file).first()
    if entry is None:
        raise EntryNotFound
    entry.saves.filter(part=file.part).delete()
    delete_stored_files([file])
    file.delete()
    audit.record(by, "took a file off a log entry", entry, now=now)


def delete_stored_files(files: list[EntryFile]) -> None:
    """Delete these files from the store when the transaction commits, so that a rollback loses nothing."""
    paths = [path for file in files for path in (file.file.name, file.small.name) if path]
    for path in paths:
        transaction.on_commit(partial(default_storage.delete, path))
