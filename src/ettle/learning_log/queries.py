"""What is asked about a person's log. Every question starts from the person: nobody else's entry can be an answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from ettle.framework.types import PersonalLink
from ettle.kit.database.prepared_queries import aggregate_query, prepared_query
from ettle.learning_log.link_targets import FRAMEWORK_NAMES, LOGIC_MODEL
from ettle.learning_log.models import Entry, EntryFile, EntryLink, EntryQuerySet, EntrySave
from ettle.learning_log.types import PARTS, VOICE_NOTE_PREFIX

if TYPE_CHECKING:
    from ettle.people.models import User

PAGE_SIZE = 20
MAX_SEARCH_WORDS = 8
MAX_TITLE_LENGTH = 90
MAX_ON_LOGIC_MODEL = 60
UNWRITTEN = "Nothing written yet"


@dataclass(frozen=True)
class LinkedItem:
    """An item that an entry is linked to, in the words of that day. framework: its key; name: what it is called."""

    framework: str
    name: str
    edition: str
    item: uuid.UUID
    key: str
    title: str
    path: str


@dataclass(frozen=True)
class LogEntry:
    """One entry, as its writer's sheets show it. parts: (what it is called, the text), the empty ones left out.

    is_untyped: a voice note waits for what it says to be typed.
    """

    uuid: uuid.UUID
    title: str
    happened_on: date
    parts: list[tuple[str, str]]
    links: list[LinkedItem] = field(default_factory=list)
    has_files: bool = False
    is_untyped: bool = False

    @property
    def also(self) -> str:
        """What else there is beside the part that gave the title."""
        return " · ".join(label for label, _ in self.parts[1:])

    @property
    def about(self) -> str:
        return " · ".join(link.title for link in self.links)


def log_entries(person: User, *, most: int) -> list[LogEntry]:
    """The newest that a person wrote in their log, for pages and sheets of that same person."""
    return _rows_to_log_entries(person, _entry_rows_between(person, start=0, end=most))


def _entry_rows(person: User) -> QuerySet[Entry, Any]:
    files = EntryFile.objects.filter(entry=OuterRef("pk"))
    entries = Entry.objects.of(person).with_texts().annotate(has_files=Exists(files)).newest_first()
    rows: QuerySet[Entry, Any] = entries.values("pk", "uuid", "happened_on", "has_files", *PARTS)
    return rows


@dataclass(frozen=True)
class LogPage:
    """One page of a list, and how many there are in all."""

    entries: list[LogEntry]
    many: int


def newest_entries(person: User, page: int) -> LogPage:
    """One page of the whole log."""
    start = (page - 1) * PAGE_SIZE
    rows = _entry_rows_between(person, start=start, end=start + PAGE_SIZE)
    return LogPage(_rows_to_log_entries(person, rows), count_entries(person))


@prepared_query
def _entry_rows_between(person: User, *, start: int, end: int) -> QuerySet[Entry, Any]:
    """Which entries first, then their words: the database would look up the words of all of them before it sorts."""
    chosen = Entry.objects.of(person).newest_first().values("pk")[start:end]
    return _entry_rows(person).filter(pk__in=chosen)


def count_entries(person: User) -> int:
    many: int = _entry_count(person)[0][0]
    return many


@prepared_query
def _entry_count(person: User) -> QuerySet[Entry, tuple[int]]:
    return aggregate_query(Entry.objects.of(person), many=Count("pk"))


def search_entries(person: User, *, words: str, item: uuid.UUID | None, page: int) -> LogPage:
    """One page of what holds these words in any part, and is linked to this item."""
    sought = words.split()[:MAX_SEARCH_WORDS]
    every = _entries_containing(person, *sought) if item is None else _linked_entries_containing(person, item, *sought)
    start = (page - 1) * PAGE_SIZE
    shown = every[start : start + PAGE_SIZE]
    return LogPage(_rows_to_log_entries(person, _entry_rows_by_pk(person, *shown)) if shown else [], len(every))


@prepared_query
def _entries_containing(person: User, *words: str) -> QuerySet[Entry, int]:
    return _filter_by_words(Entry.objects.of(person), words)


@prepared_query
def _linked_entries_containing(person: User, item: uuid.UUID, *words: str) -> QuerySet[Entry, int]:
    linked = EntryLink.objects.filter(entry=OuterRef("pk"), item=item)
    return _filter_by_words(Entry.objects.of(person).filter(Exists(linked)), words)


def _filter_by_words(entries: EntryQuerySet, words: Sequence[str]) -> QuerySet[Entry, int]:
    """Which of these entries hold each word in some part as it is now, what a voice note says among them."""
    for word in words:
        entries = entries.filter(Exists(EntrySave.objects.current().filter(entry=OuterRef("pk"), text__icontains=word)))
    found: QuerySet[Entry, int] = entries.newest_first().values_list("pk", flat=True)
    return found


@prepared_query
def _entry_rows_by_pk(person: User, *entries: int) -> QuerySet[Entry, Any]:
    return _entry_rows(person).filter(pk__in=entries)


@dataclass(frozen=True)
class Facet:
    item: uuid.UUID
    framework: str
    title: str
    many: int


@prepared_query
def _facet_rows(person: User) -> QuerySet[EntryLink, Any]:
    links = EntryLink.objects.filter(entry__writer=person).order_by("framework", "title")
    return links.values_list("item", "framework", "title").annotate(many=Count("entry"))


def link_facets(person: User) -> list[tuple[str, list[Facet]]]:
    """What this person's entries are linked to, by framework, with how many entries each."""
    groups: dict[str, dict[uuid.UUID, Facet]] = {}
    for row in _facet_rows(person):
        one = Facet(*row)
        # The same item under two titles was reworded in between.
        many = one.many + sum(old.many for old in [groups.get(one.framework, {}).get(one.item)] if old)
        groups.setdefault(one.framework, {})[one.item] = Facet(one.item, one.framework, one.title, many)
    return [(framework_name(framework), list(found.values())) for framework, found in groups.items()]


def framework_name(framework: str) -> str:
    return FRAMEWORK_NAMES.get(framework, framework)


def _rows_to_log_entries(person: User, rows: Sequence[dict[str, Any]]) -> list[LogEntry]:
    links: dict[int, list[LinkedItem]] = {}
    for link in _links_of_entries(person, [row["pk"] for row in rows]):
        links.setdefault(link.entry_id, []).append(_link_to_linked_item(link))
    notes = _voice_note_texts([row["pk"] for row in rows if row["has_files"]])
    return [_row_to_log_entry(row, links.get(row["pk"], []), notes.get(row["pk"], [])) for row in rows]


def _voice_note_texts(entries: Sequence[int]) -> dict[int, list[str]]:
    """What each voice note of these entries says, as typed; empty for one that waits for its words."""
    if not entries:
        return {}
    voices = EntryFile.objects.filter(entry__in=entries, kind=EntryFile.Kind.VOICE)
    saves = EntrySave.objects.filter(entry__in=entries, part__startswith=VOICE_NOTE_PREFIX).current()
    said = {save.part: save.text for save in saves}
    found: dict[int, list[str]] = {}
    for voice in voices:
        found.setdefault(voice.entry_id, []).append(said.get(voice.part, "").strip())
    return found


def _links_of_entries(person: User, entries: Sequence[int]) -> QuerySet[EntryLink]:
    """The links of one page of entries, or of all of them."""
    links = EntryLink.objects.filter(entry__writer=person).order_by("pk")
    return links.filter(entry__in=entries) if len(entries) <= PAGE_SIZE else links


def _link_to_linked_item(link: EntryLink) -> LinkedItem:
    return LinkedItem(
        link.framework, framework_name(link.framework), link.edition, link.item, link.key, link.title, link.path
    )


def _row_to_log_entry(row: dict[str, Any], links: list[LinkedItem], notes: list[str]) -> LogEntry:
    parts = [(label, row[part]) for part, label in PARTS.items() if (row[part] or "").strip()]
    parts += [("What the voice note says", note) for note in notes if note]
    return LogEntry(
        uuid=row["uuid"],
        title=entry_title([text for _, text in parts]),
        happened_on=row["happened_on"],
        parts=parts,
        links=links,
        has_files=row["has_files"],
        is_untyped="" in notes,
    )


def entry_title(texts: Sequence[str]) -> str:
    """The first words of what was written first."""
    first = " ".join(next((text for text in texts if text.strip()), UNWRITTEN).split())
    if len(first) <= MAX_TITLE_LENGTH:
        return first
    return first[:MAX_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def entry_of(person: User, number: uuid.UUID) -> Entry | None:
    """One entry of this person."""
    return next(iter(_entry_by_uuid(person, number)), None)


@prepared_query
def _entry_by_uuid(person: User, number: uuid.UUID) -> QuerySet[Entry]:
    return Entry.objects.of(person).filter(uuid=number)


def is_taken(number: uuid.UUID) -> bool:
    """Does anybody's entry have this identifier?"""
    return Entry.objects.filter(uuid=number).exists()


def current_texts(entry: Entry) -> dict[str, EntrySave]:
    """The newest save of each part."""
    return {save.part: save for save in _current_saves(entry)}


@prepared_query
def _current_saves(entry: Entry) -> QuerySet[EntrySave]:
    return EntrySave.objects.filter(entry=entry).current()


@prepared_query
def links_of(entry: Entry) -> QuerySet[EntryLink]:
    return EntryLink.objects.filter(entry=entry)


@prepared_query
def files_of(entry: Entry) -> QuerySet[EntryFile]:
    return EntryFile.objects.filter(entry=entry)


def personal_links(person: User) -> Iterator[PersonalLink]:
    """This person's entries where they linked them to the logic model, for the model's own page."""
    for row in _entries_on_logic_model(person, newest=MAX_ON_LOGIC_MODEL):
        words = entry_title([row[part] or "" for part in PARTS])
        yield PersonalLink(row["links__key"], words, reverse("learning_log:entry", args=[row["uuid"]]))


@prepared_query
def _entries_on_logic_model(person: User, *, newest: int) -> QuerySet[Entry, Any]:
    linked = Entry.objects.of(person).filter(links__framework=LOGIC_MODEL).with_texts().newest_first()
    rows: QuerySet[Entry, Any] = linked.values("uuid", "links__key", *PARTS)
    return rows[:newest]
