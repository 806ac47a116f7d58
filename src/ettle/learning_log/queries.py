"""Read a person's log. Every query filters by the person, so that no one else's entry is ever returned."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework.queries import main_framework_keys
from ettle.framework.queries.link_targets import framework_name
from ettle.framework.types import ModelUse, PersonalLink
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.translations.pack_texts import PackText
from ettle.learning_log.models import Entry, EntryFile, EntryLink, EntryQuerySet, EntrySave
from ettle.learning_log.types import PARTS, VOICE_NOTE_PREFIX, part_label

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

PAGE_SIZE = 20
MAX_SEARCH_WORDS = 8
MAX_TITLE_LENGTH = 90
MAX_LINKED = 400  # links of one person on a page
MAX_IN_A_YEAR = 300
UNWRITTEN = _lazy("Nothing written yet")


@dataclass(frozen=True)
class LinkedItem:
    """An item that an entry is linked to, in the wording of that day. framework: its key. name: of the framework."""

    framework: str
    name: str
    edition: str
    item: uuid.UUID
    key: str
    title: str
    path: str


@dataclass(frozen=True)
class LogEntry:
    """One entry as its writer's pages and documents show it. parts: (label, text), without empty ones.

    is_untyped: a voice note has no transcript yet.
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
        """The labels of the parts after the one that the title is from."""
        return " · ".join(label for label, _ in self.parts[1:])

    @property
    def about(self) -> str:
        return " · ".join(link.title for link in self.links)


def log_entries(person: User, *, most: int) -> list[LogEntry]:
    """The newest entries of a person, at most `most`, for pages and documents of that same person."""
    return _to_log_entries(person, _entries_with_files(person)[:most])


@dataclass(frozen=True)
class EntryText:
    """An entry as another record copies it. references: what it is linked to, "cpl:7"."""

    uuid: uuid.UUID
    happened_on: date
    happened: str
    learned: str
    changed: str
    references: tuple[str, ...]


def entries_between(person: User, *, first: date, last: date) -> list[EntryText]:
    """A person's entries of these days, the newest first, for a record of that same person. One query."""
    newest = Entry.objects.of(person).filter(happened_on__range=(first, last)).newest_first()
    rows = Entry.objects.filter(pk__in=newest.values("pk")[:MAX_IN_A_YEAR]).with_texts()
    about = ("links__framework", "links__key", "links__is_declined")
    entries: dict[uuid.UUID, dict[str, Any]] = {}
    references: dict[uuid.UUID, list[str]] = {}
    in_order = rows.order_by("-happened_on", "-begun_at", "-pk", "links__pk")
    for row in in_order.values("uuid", "happened_on", *PARTS, *about):
        number = row["uuid"]
        entries[number] = row
        named = references.setdefault(number, [])
        if row["links__key"] and not row["links__is_declined"]:
            named.append(f"{row['links__framework']}:{row['links__key']}")
    return [
        EntryText(
            uuid=number,
            happened_on=row["happened_on"],
            happened=row["happened"] or "",
            learned=row["learned"] or "",
            changed=row["changed"] or "",
            references=tuple(references[number]),
        )
        for number, row in entries.items()
    ]


def _entries_with_files(person: User) -> EntryQuerySet:
    """A person's entries, newest first, each with `has_files`."""
    added = {"has_files": Exists(EntryFile.objects.filter(entry=OuterRef("pk")))}  # a dict: the model declares it
    return Entry.objects.of(person).annotate(**added).newest_first()


@dataclass(frozen=True)
class LogPage:
    """One page of a list, and how many there are in all."""

    entries: list[LogEntry]
    many: int


def newest_entries(person: User, page: int) -> LogPage:
    """One page of the whole log."""
    start = (page - 1) * PAGE_SIZE
    entries = _entries_with_files(person)[start : start + PAGE_SIZE]
    return LogPage(_to_log_entries(person, entries), Entry.objects.of(person).count())


def search_entries(person: User, *, words: str, item: uuid.UUID | None, page: int) -> LogPage:
    """One page of the entries that have all these words, in any part, and are linked to this item."""
    sought = words.split()[:MAX_SEARCH_WORDS]
    matches = (
        _entries_containing(person, *sought) if item is None else _linked_entries_containing(person, item, *sought)
    )
    start = (page - 1) * PAGE_SIZE
    shown = matches[start : start + PAGE_SIZE]
    return LogPage(_to_log_entries(person, _entries_with_files(person).filter(pk__in=shown)), len(matches))


@prepared_query
def _entries_containing(person: User, *words: str) -> QuerySet[Entry, int]:
    return _filter_by_words(Entry.objects.of(person), words)


@prepared_query
def _linked_entries_containing(person: User, item: uuid.UUID, *words: str) -> QuerySet[Entry, int]:
    linked = EntryLink.objects.shown().filter(entry=OuterRef("pk"), item=item)
    return _filter_by_words(Entry.objects.of(person).filter(Exists(linked)), words)


def _filter_by_words(entries: EntryQuerySet, words: Sequence[str]) -> QuerySet[Entry, int]:
    """Keys of the entries with each word in the current text of some part, transcripts of voice notes included."""
    for word in words:
        entries = entries.filter(Exists(EntrySave.objects.current().filter(entry=OuterRef("pk"), text__icontains=word)))
    matches: QuerySet[Entry, int] = entries.newest_first().values_list("pk", flat=True)
    return matches


@dataclass(frozen=True)
class Facet:
    item: uuid.UUID
    framework: str
    title: str
    many: int


def link_facets(person: User) -> list[tuple[str, list[Facet]]]:
    """What this person's entries are linked to, by framework, with how many entries each."""
    groups: dict[str, dict[uuid.UUID, Facet]] = {}
    links = EntryLink.objects.shown().filter(entry__writer=person).order_by("framework", "title")
    for row in links.values_list("item", "framework", "title").annotate(many=Count("entry")):
        item, name, title, count = row
        facet = Facet(item, name, PackText(title), count)
        # An item with two titles was reworded between two links.
        many = facet.many + sum(old.many for old in [groups.get(facet.framework, {}).get(facet.item)] if old)
        groups.setdefault(facet.framework, {})[facet.item] = Facet(facet.item, facet.framework, facet.title, many)
    return [(framework_name(framework), list(facets.values())) for framework, facets in groups.items()]


def _to_log_entries(person: User, shown: EntryQuerySet) -> list[LogEntry]:
    """Three queries for all of these entries, four when some have files."""
    entries = list(shown)
    if not entries:
        return []
    links = _list_links(person, [entry.pk for entry in entries])
    texts = _list_current_texts([entry.pk for entry in entries])
    files: dict[int, list[str]] = {}
    with_files = [entry.pk for entry in entries if entry.has_files]
    if with_files:
        for file in EntryFile.objects.filter(entry__in=with_files):
            files.setdefault(file.entry_id, []).append(file.part)
    return [
        _to_log_entry(entry, texts.get(entry.pk, {}), files.get(entry.pk, []), links.get(entry.pk, []))
        for entry in entries
    ]


def _list_current_texts(entries: Sequence[int]) -> dict[int, dict[str, str]]:
    """Entry -> part -> its current text, without parts that have only white space."""
    texts: dict[int, dict[str, str]] = {}
    saves = EntrySave.objects.filter(entry__in=entries).current()
    for entry, part, text in saves.values_list("entry_id", "part", "text"):
        if text.strip():
            texts.setdefault(entry, {})[part] = text
    return texts


def _list_links(person: User, entries: Sequence[int]) -> dict[int, list[LinkedItem]]:
    """Entry -> its links. For more than one page of entries, all links of the person are read."""
    links = EntryLink.objects.shown().filter(entry__writer=person).order_by("pk")
    if len(entries) <= PAGE_SIZE:
        links = links.filter(entry__in=entries)
    linked_items: dict[int, list[LinkedItem]] = {}
    shown = ("entry_id", "framework", "edition", "item", "key", "title", "path")
    for entry, framework, edition, item, key, title, path in links.values_list(*shown):
        linked = LinkedItem(framework, framework_name(framework), edition, item, key, PackText(title), path)
        linked_items.setdefault(entry, []).append(linked)
    return linked_items


def _to_log_entry(entry: Entry, texts: Mapping[str, str], files: Sequence[str], links: list[LinkedItem]) -> LogEntry:
    """files: the parts for what the entry's files say or show; a voice note without one is not typed yet."""
    parts = [(str(label), texts[part]) for part, label in PARTS.items() if part in texts]
    parts += [(part_label(file), texts[file].strip()) for file in files if file in texts]
    return LogEntry(
        uuid=entry.uuid,
        title=entry_title([text for _, text in parts]),
        happened_on=entry.happened_on,
        parts=parts,
        links=links,
        has_files=entry.has_files,
        is_untyped=any(file.startswith(VOICE_NOTE_PREFIX) and file not in texts for file in files),
    )


def entry_title(texts: Sequence[str]) -> str:
    """The first words of the first part that has text."""
    first = " ".join(next((text for text in texts if text.strip()), str(UNWRITTEN)).split())
    if len(first) <= MAX_TITLE_LENGTH:
        return first
    return first[:MAX_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def entry_of(person: User, number: uuid.UUID) -> Entry | None:
    """One entry of this person; None when it does not exist or is someone else's."""
    return Entry.objects.of(person).filter(uuid=number).first()


def has_entry(person: User) -> bool:
    """Whether this person has written in their log before, so that they have seen what to know before they write."""
    return Entry.objects.of(person).exists()


def current_texts(entry: Entry) -> dict[str, EntrySave]:
    """The newest save of each part."""
    return {save.part: save for save in EntrySave.objects.filter(entry=entry).current()}


def links_of(entry: Entry) -> QuerySet[EntryLink]:
    """What the entry is about, as its writer says."""
    return EntryLink.objects.shown().filter(entry=entry)


def files_of(entry: Entry) -> QuerySet[EntryFile]:
    return EntryFile.objects.filter(entry=entry)


def personal_links(person: User, frameworks: tuple[str, ...]) -> Iterator[PersonalLink]:
    """This person's entries that are linked to items of these frameworks or to the logic model, the newest first."""
    for row in _linked_entries(person, frameworks=frameworks):
        yield PersonalLink(
            framework=row["links__framework"],
            key=row["links__key"],
            words=entry_title([row[part] or "" for part in PARTS]),
            path=reverse("learning_log:entry", args=[row["uuid"]]),
            item=row["links__item"],
            title=PackText(row["links__title"]),
            on=row["happened_on"],
            accounts=frozenset({f"log:{row['uuid']}"}),
        )


def model_uses(person: User | AnonymousUser) -> list[ModelUse]:
    """What someone who is signed in may do with the model: write about one of its steps."""
    if not person.is_authenticated:
        return []
    return [ModelUse(_("Write in your log"), reverse("learning_log:new"), _("then link the entry to a step"))]


@prepared_query
def _linked_entries(person: User, *, frameworks: tuple[str, ...]) -> QuerySet[Entry, Any]:
    linked = Entry.objects.of(person).filter(links__framework__in=frameworks, links__is_declined=False)
    about = ("links__framework", "links__key", "links__item", "links__title")
    rows: QuerySet[Entry, Any] = linked.with_texts().newest_first().values("uuid", "happened_on", *about, *PARTS)
    return rows[:MAX_LINKED]


def capability_rows(person: User) -> QuerySet[EntryLink, tuple[str, str, str, int]]:
    """Rows ("log", key of a capability or a theme, "", number of an entry), for a query that reads of several rooms at
    once."""
    links = EntryLink.objects.shown().filter(entry__writer=person, framework__in=main_framework_keys()).order_by()
    return links.values_list(Value("log", TextField()), "key", Value("", TextField()), "entry_id")
