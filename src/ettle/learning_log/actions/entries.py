"""Write in the log: save by save, linked, deleted. Only the writer does any of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.learning_log.actions.attachments import delete_stored_files
from ettle.learning_log.link_targets import LinkTarget
from ettle.learning_log.models import Entry, EntryFile, EntryLink, EntrySave
from ettle.learning_log.types import PARTS, EntryNotFound
from ettle.texts import queries as texts
from ettle.texts.revisions import Conflict, RevisionChain, join_texts, validate_text

if TYPE_CHECKING:
    from ettle.people.models import User


ENTRY_DELETED = (
    "This entry was deleted somewhere else. Copy your words if you want to keep them, and begin a new entry."
)
EARLIEST_DAY = date(1950, 1, 1)
MAX_LINKS = 60


@dataclass(frozen=True)
class SubmittedPart:
    """What a page says about one part: its text, the revision it was written on, and the save's own name."""

    text: str
    base: int
    key: uuid.UUID


@dataclass(frozen=True)
class SavedEntry:
    """An entry after a save. apart: for each part that had been changed elsewhere, the revision with this page's text;
    the one before it is what was there, and one after it, where there is one, holds both."""

    entry: Entry
    apart: dict[str, int]


@transaction.atomic
def save_part(
    number: uuid.UUID,
    *,
    part: str,
    told: SubmittedPart,
    about: Iterable[LinkTarget],
    by: User,
    today: date,
    now: datetime,
) -> EntrySave:
    """Keep one part while somebody writes. The first save begins the entry, linked to what the page was opened about.

    Raises Conflict when another text was saved in between, NotYours, Refused.
    """
    text = validate_text(told.text)
    entry = _lock_entry(number, by)
    if entry is None:
        if told.base or part not in PARTS:
            raise Refused(ENTRY_DELETED)
        if not texts.count_words(text):
            raise Refused("Not saved yet: write a word first")
        entry = _get_or_create_entry(number, about, by=by, happened_on=today, now=now)
    return _revision_chain(entry, part).save_text(text, base=told.base, key=told.key, now=now)


@transaction.atomic
def save_entry(
    number: uuid.UUID,
    *,
    told: dict[str, SubmittedPart],
    happened_on: date | None,
    about: Iterable[LinkTarget],
    by: User,
    today: date,
    now: datetime,
) -> SavedEntry:
    """Keep a whole page. What was changed elsewhere meanwhile is kept too, one text after the other.

    happened_on: None leaves the day as it is. Raises NotYours; Refused for a page without a word, a day that has not
    come, a text that is far too long.
    """
    if happened_on is not None and not EARLIEST_DAY <= happened_on <= today + timedelta(days=1):
        raise Refused("Choose today or an earlier day", field="happened_on")
    cleaned = {part: _validate_part(part, one.text) for part, one in told.items()}
    entry = _lock_entry(number, by)
    if not any(texts.count_words(text) for text in cleaned.values()):
        raise Refused("Write at least one word, in any of the four boxes", field="happened")
    if entry is None:
        if any(one.base for one in told.values()):
            raise Refused(ENTRY_DELETED)
        entry = _get_or_create_entry(number, about, by=by, happened_on=happened_on or today, now=now)
    elif happened_on is not None and happened_on != entry.happened_on:
        Entry.objects.filter(pk=entry.pk).update(happened_on=happened_on)
    kept = {part: _save_or_merge(_revision_chain(entry, part), cleaned[part], one, now) for part, one in told.items()}
    return SavedEntry(entry, {part: mine.rev for part, mine in kept.items() if mine is not None})


def _save_or_merge(chain: RevisionChain[EntrySave], text: str, told: SubmittedPart, now: datetime) -> EntrySave | None:
    """Keep one part. What it returns is the save of this text, when another had been made meanwhile."""
    if not text and not told.base and chain.current() is None:
        return None
    try:
        chain.save_text(text, base=told.base, key=told.key, now=now)
    except Conflict as conflict:
        written_on = chain.saves().filter(rev=told.base).first()
        if text == (written_on.text if written_on else ""):
            return None  # the other page wrote; this one only lay open
        return _save_both_texts(chain, text, conflict.current.text, told.key, now)
    return None


def _save_both_texts(
    chain: RevisionChain[EntrySave], text: str, theirs: str, key: uuid.UUID, now: datetime
) -> EntrySave | None:
    if text in theirs:
        return None
    name = uuid.uuid4() if chain.find_by_key(key) else key
    mine = chain.add(text, chain.current(), key=name, now=now)
    if theirs in text:
        return None
    both = join_texts(theirs, text)
    if len(both) <= texts.MAX_CHARACTERS:
        chain.add(both, mine, key=uuid.uuid4(), now=now)
    return mine


@transaction.atomic
def restore_version(entry: Entry, *, part: str, rev: int, by: User, now: datetime) -> None:
    """Make an earlier save the text again. The others stay in the history."""
    entry = _lock_own_entry(entry, by)
    chain = _revision_chain(entry, part)
    current = chain.current()
    wanted = chain.saves().filter(rev=rev).first()
    if wanted is None or current is None:
        raise Refused("This version is not kept any more.")
    if wanted.text != current.text:
        chain.add(wanted.text, current, key=uuid.uuid4(), now=now)


@transaction.atomic
def link(
    entry: Entry, *, offered: Collection[LinkTarget], wanted: Collection[uuid.UUID], by: User, now: datetime
) -> None:
    """Link an entry to what is wanted of what was offered, and to nothing else of it."""
    entry = _lock_own_entry(entry, by)
    if not set(wanted) <= {one.item for one in offered}:
        raise Refused("Choose from the list: something on it has changed", field="item")
    entry.links.filter(item__in=[one.item for one in offered if one.item not in wanted]).delete()
    there = set(entry.links.values_list("item", flat=True))
    new = [one for one in offered if one.item in wanted and one.item not in there]
    if len(there) + len(new) > MAX_LINKS:
        raise Refused(f"An entry can have {MAX_LINKS} links. Take some off first", field="item")
    _create_links(entry, new, now)


@transaction.atomic
def unlink(entry: Entry, *, item: uuid.UUID, by: User) -> None:
    _lock_own_entry(entry, by).links.filter(item=item).delete()


@transaction.atomic
def delete_entry(entry: Entry, *, by: User, now: datetime) -> None:
    """Delete an entry with every word, link and file. What was copied into an application stays there."""
    entry = _lock_own_entry(entry, by)
    audit.record(by, "deleted a log entry", entry, now=now)
    delete_stored_files(list(entry.files.all()))
    entry.delete()


def _lock_entry(number: uuid.UUID, by: User) -> Entry | None:
    """The entry, held until we are done; None when nobody has begun it."""
    entry = Entry.objects.select_for_update().filter(uuid=number).first()
    if entry is not None and entry.writer_id != by.pk:
        raise EntryNotFound
    return entry


def _lock_own_entry(entry: Entry, by: User) -> Entry:
    found = _lock_entry(entry.uuid, by)
    if found is None:
        raise EntryNotFound
    return found


def _get_or_create_entry(
    number: uuid.UUID, about: Iterable[LinkTarget], *, by: User, happened_on: date, now: datetime
) -> Entry:
    try:
        with transaction.atomic():
            entry = Entry.objects.create(uuid=number, writer=by, happened_on=happened_on, begun_at=now)
    except IntegrityError:
        # Two saves of a new page at once: the other one began it.
        other = _lock_entry(number, by)
        if other is None:
            raise
        return other
    _create_links(entry, about, now)
    audit.record(by, "began a log entry", entry, now=now)
    return entry


def _create_links(entry: Entry, targets: Iterable[LinkTarget], now: datetime) -> None:
    rows = [{name: value for name, value in asdict(target).items() if name != "group"} for target in targets]
    EntryLink.objects.bulk_create(EntryLink(entry=entry, linked_at=now, **row) for row in rows)


def _revision_chain(entry: Entry, part: str) -> RevisionChain[EntrySave]:
    if part not in PARTS and part not in {file.part for file in EntryFile.objects.filter(entry=entry)}:
        raise Refused("There is no such part any more. Copy your words if you want to keep them.")
    return entry.revision_chain(part)


def _validate_part(part: str, text: str) -> str:
    try:
        return validate_text(text)
    except Refused as refused:
        raise Refused(str(refused), field=part) from None
