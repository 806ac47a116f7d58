"""Save, link and delete log entries. Only the writer of an entry can do so."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework.item_links import ItemLinkSet
from ettle.framework.types import LinkTarget
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.learning_log import quotas
from ettle.learning_log.actions.attachments import delete_stored_files
from ettle.learning_log.models import Entry, EntryFile, EntryLink, EntrySave
from ettle.learning_log.types import PARTS, EntryNotFound
from ettle.texts import queries as texts
from ettle.texts.revisions import Conflict, RevisionChain, join_texts, validate_text

if TYPE_CHECKING:
    from ettle.people.models import User


ENTRY_DELETED = _lazy(
    "This entry was deleted somewhere else. Copy your words if you want to keep them, and start a new entry."
)
EARLIEST_DAY = date(1950, 1, 1)


@dataclass(frozen=True)
class SubmittedPart:
    """One part as a page sent it. base: the revision it was written on. key: the idempotency key of the save.

    after: keys of earlier saves of the same page that were not answered yet.
    """

    text: str
    base: int
    key: uuid.UUID
    after: Collection[uuid.UUID] = ()


@dataclass(frozen=True)
class SavedEntry:
    """An entry after a save. conflicts: for each part that had been changed elsewhere, the revision with this page's
    text; the revision before it is the other text, and the one after it, if there is one, has both."""

    entry: Entry
    conflicts: dict[str, int]


@transaction.atomic
def save_part(
    number: uuid.UUID,
    *,
    part: str,
    submitted: SubmittedPart,
    about: Iterable[LinkTarget],
    by: User,
    today: date,
    now: datetime,
) -> EntrySave:
    """Save one part automatically. The first save creates the entry and links it to the targets in `about`.

    Raises Conflict when another text was saved in between, EntryNotFound, Refused.
    """
    text = validate_text(submitted.text)
    entry = _lock_entry(number, by)
    if entry is None:
        if submitted.base or part not in PARTS:
            raise Refused(ENTRY_DELETED)
        if not text.strip():
            raise Refused(_("Not saved yet: write a word first"))
        entry = _get_or_create_entry(number, about, by=by, happened_on=today, now=now)
    chain = _revision_chain(entry, part)
    return chain.save_text(text, base=submitted.base, key=submitted.key, now=now, after=submitted.after)


@transaction.atomic
def save_entry(
    number: uuid.UUID,
    *,
    submitted: dict[str, SubmittedPart],
    happened_on: date | None,
    about: Iterable[LinkTarget],
    by: User,
    today: date,
    now: datetime,
) -> SavedEntry:
    """Save a whole page. A part that was changed elsewhere meanwhile gets both texts, one after the other.

    happened_on: None does not change the day. Raises EntryNotFound; Refused for a page without a word, a day in the
    future, a text that is far too long.
    """
    if happened_on is not None and not EARLIEST_DAY <= happened_on <= today + timedelta(days=1):
        raise Refused(_("Choose today or an earlier day"), field="happened_on")
    cleaned = {part: _validate_part(part, submitted_part.text) for part, submitted_part in submitted.items()}
    entry = _lock_entry(number, by)
    if not any(text.strip() for text in cleaned.values()):
        raise Refused(_("Write at least one word, in any of the four boxes"), field="happened")
    if entry is None:
        if any(submitted_part.base for submitted_part in submitted.values()):
            raise Refused(ENTRY_DELETED)
        entry = _get_or_create_entry(number, about, by=by, happened_on=happened_on or today, now=now)
    elif happened_on is not None and happened_on != entry.happened_on:
        Entry.objects.filter(pk=entry.pk).update(happened_on=happened_on)
    conflicting = {
        part: _save_or_merge(_revision_chain(entry, part), cleaned[part], submitted_part, now)
        for part, submitted_part in submitted.items()
    }
    return SavedEntry(entry, {part: mine.rev for part, mine in conflicting.items() if mine is not None})


def _save_or_merge(
    chain: RevisionChain[EntrySave], text: str, submitted: SubmittedPart, now: datetime
) -> EntrySave | None:
    """Save one part. Returns the save of this text when another text had been saved meanwhile, otherwise None."""
    if not text and not submitted.base and chain.current() is None:
        return None
    try:
        chain.save_text(text, base=submitted.base, key=submitted.key, now=now)
    except Conflict as conflict:
        written_on = chain.saves().filter(rev=submitted.base).first()
        if text == (written_on.text if written_on else ""):
            return None  # only the other page changed the text; this one was just open
        return _save_both_texts(chain, text, conflict.current.text, submitted.key, now)
    return None


def _save_both_texts(
    chain: RevisionChain[EntrySave], text: str, theirs: str, key: uuid.UUID, now: datetime
) -> EntrySave | None:
    if text in theirs:
        return None
    own_key = uuid.uuid4() if chain.find_by_key(key) else key
    mine = chain.add(text, chain.current(), key=own_key, now=now)
    if theirs in text:
        return None
    both = join_texts(theirs, text)
    if len(both) <= texts.MAX_CHARACTERS:
        chain.add(both, mine, key=uuid.uuid4(), now=now)
    return mine


@transaction.atomic
def restore_version(entry: Entry, *, part: str, rev: int, by: User, now: datetime) -> None:
    """Save an earlier version as the current text. The others stay in the history."""
    entry = _lock_own_entry(entry, by)
    chain = _revision_chain(entry, part)
    current = chain.current()
    earlier = chain.saves().filter(rev=rev).first()
    if earlier is None or current is None:
        raise Refused(_("This version is no longer available."))
    if earlier.text != current.text:
        chain.add(earlier.text, current, key=uuid.uuid4(), now=now)


@transaction.atomic
def link(
    entry: Entry, *, offered: Collection[LinkTarget], selected: Collection[uuid.UUID], by: User, now: datetime
) -> None:
    """Link an entry to the selected targets, and remove its links to the other targets offered."""
    _links_of(_lock_own_entry(entry, by)).choose(offered, selected, now=now)


@transaction.atomic
def unlink(entry: Entry, *, item: uuid.UUID, by: User) -> None:
    _links_of(_lock_own_entry(entry, by)).remove(item)


@transaction.atomic
def delete_entry(entry: Entry, *, by: User, now: datetime) -> None:
    """Delete an entry with its texts, links and files. Text that was copied into an application stays there."""
    entry = _lock_own_entry(entry, by)
    audit.record(by, "deleted a log entry", entry, now=now)
    delete_stored_files(list(entry.files.all()))
    entry.delete()


def _lock_entry(number: uuid.UUID, by: User) -> Entry | None:
    """Lock an entry until the transaction ends; None when there is none. Raises EntryNotFound for another writer's."""
    entry = Entry.objects.select_for_update().filter(uuid=number).first()
    if entry is not None and entry.writer_id != by.pk:
        raise EntryNotFound
    return entry


def _lock_own_entry(entry: Entry, by: User) -> Entry:
    locked_entry = _lock_entry(entry.uuid, by)
    if locked_entry is None:
        raise EntryNotFound
    return locked_entry


def _get_or_create_entry(
    number: uuid.UUID, about: Iterable[LinkTarget], *, by: User, happened_on: date, now: datetime
) -> Entry:
    quotas.ENTRIES.refuse_more(by, 1)
    try:
        with transaction.atomic():
            entry = Entry.objects.create(uuid=number, writer=by, happened_on=happened_on, begun_at=now)
    except IntegrityError:
        # Two saves of a new page at the same time: the other one created the entry.
        other = _lock_entry(number, by)
        if other is None:
            raise
        return other
    _links_of(entry).add(about, now=now)
    audit.record(by, "began a log entry", entry, now=now)
    return entry


def _links_of(entry: Entry) -> ItemLinkSet[EntryLink]:
    return ItemLinkSet(EntryLink, {"entry": entry})


def _revision_chain(entry: Entry, part: str) -> RevisionChain[EntrySave]:
    if part not in PARTS and part not in {file.part for file in EntryFile.objects.filter(entry=entry)}:
        raise Refused(_("This part no longer exists. Copy your words if you want to keep them."))
    return entry.revision_chain(part)


def _validate_part(part: str, text: str) -> str:
    try:
        return validate_text(text)
    except Refused as refused:
        raise Refused(str(refused), field=part) from None
