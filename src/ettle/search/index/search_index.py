"""The search index: entries for published pages, and for what the other rooms offer.

Pages are indexed as they are published (signals). What other rooms offer is indexed on schedule and after a pack is
loaded, because those rooms do not know this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.kit.search_items import SearchItem, all_search_items
from ettle.kit.values.contexts import set_inside
from ettle.library import queries as library
from ettle.search.guide.guide_reader import load_vocabulary
from ettle.search.index.page_entries import page_entries, plain_text
from ettle.search.models import SearchEntry, SearchWord
from ettle.search.words.stems import split_words

if TYPE_CHECKING:
    from ettle.library.models import AreaPage, StatementPage

Kind = SearchEntry.Kind
# The entries that belong to a page have its number.
BATCH_SIZE = 200
PAGE_BATCH_SIZE = 50
_is_deferred: ContextVar[bool] = ContextVar("search_indexing_deferred", default=False)
COMPARED_FIELDS = ("page_id", "address", "title", "names", "about", "text", "revision", "priority")
WRITTEN_FIELDS = tuple(name.removesuffix("_id") for name in COMPARED_FIELDS)


def defer_indexing() -> AbstractContextManager[None]:
    """Index no page within this context: a load of thousands refreshes the index once at the end."""
    return set_inside(_is_deferred, True)


def index_page(page: AreaPage | StatementPage) -> None:
    """Update the entries of one page. The page is loaded again, because the instance may be a draft."""
    if _is_deferred.get():
        return
    published = type(page).objects.filter(pk=page.pk, live=True).exclude(live_revision=None).first()
    entries = _with_phrases(page_entries(published)) if published else []
    stored = {(entry.kind, entry.key): entry for entry in SearchEntry.objects.filter(page=page.pk)}
    _update_entries(entries, stored)


def follow_page(sender: Any, instance: Any, **_: Any) -> None:
    """Handle a Wagtail signal about a page; other kinds of pages are not indexed."""
    page = instance.specific
    if isinstance(page, library.SEARCHABLE_PAGES):
        index_page(page)


def refresh_index() -> None:
    """Update every entry to what is published now. Only changes are written."""
    others = {(entry.kind, entry.key): entry for entry in SearchEntry.objects.filter(page=None)}
    _update_entries(_with_phrases(_item_entry(item) for item in all_search_items()), others)
    own = (Kind.AREA, Kind.STATEMENT)
    known = dict(SearchEntry.objects.filter(kind__in=own).values_list("page_id", "revision"))
    for model in library.SEARCHABLE_PAGES:
        live = dict(model.objects.live().values_list("pk", "live_revision_id"))
        changed = [pk for pk, revision in live.items() if known.get(pk, -1) != revision]
        for place in range(0, len(changed), PAGE_BATCH_SIZE):
            _index_pages(model, changed[place : place + PAGE_BATCH_SIZE])
        known = {pk: revision for pk, revision in known.items() if pk not in live}
    SearchEntry.objects.filter(page__in=known).delete()
    _update_phrases()


@transaction.atomic
def _index_pages(model: type[AreaPage] | type[StatementPage], pks: list[int]) -> None:
    pages = model.objects.filter(pk__in=pks, live=True).exclude(live_revision=None)
    stored = {(row.kind, row.key): row for row in SearchEntry.objects.filter(page__in=pks)}
    _update_entries(_with_phrases(entry for page in pages for entry in page_entries(page)), stored)


@transaction.atomic
def _update_phrases() -> None:
    """Give pages the phrases of the guide as it is now, and add its words: pages are not indexed again for that."""
    vocabulary = load_vocabulary()
    own = SearchEntry.objects.filter(page__isnull=False, kind__in=(Kind.AREA, Kind.STATEMENT)).defer("text")
    changed = []
    for entry in own.filter(address__in=vocabulary.phrases) | own.exclude(names=""):
        names = "\n".join(vocabulary.phrases.get(entry.address, ()))
        if names != entry.names:
            entry.names = names
            changed.append(entry)
    SearchEntry.objects.bulk_update(changed, ["names"], batch_size=BATCH_SIZE)
    add_words(word for phrase in vocabulary.all_words() for word in split_words(phrase))


def rebuild_index() -> int:
    """Delete all entries and index everything. Returns the number of entries."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    refresh_index()
    return SearchEntry.objects.count()


@transaction.atomic
def _update_entries(entries: Sequence[SearchEntry], stored: dict[tuple[str, str], SearchEntry]) -> None:
    """Write the entries that differ from the stored ones, and delete stored ones that are not among them."""
    different = []
    for entry in entries:
        before = stored.pop((entry.kind, entry.key), None)
        if before is None or any(getattr(before, name) != getattr(entry, name) for name in COMPARED_FIELDS):
            different.append(entry)
    if stored:
        SearchEntry.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    # Two processes may write the same entry at once; the last one wins, and both have read what is published.
    SearchEntry.objects.bulk_create(
        different,
        update_conflicts=True,
        unique_fields=("kind", "key"),
        update_fields=WRITTEN_FIELDS,
        batch_size=BATCH_SIZE,
    )
    add_words(word for row in different for word in split_words(f"{row.title} {row.names} {row.text}"))


def add_words(candidates: Iterable[str]) -> None:
    """Store words that are not known yet, for the correction of misspelt words."""
    words = sorted(word for word in set(candidates) if len(word) > 2 and word.isalpha())
    rows = [SearchWord(word=word) for word in words]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH_SIZE)


def _item_entry(item: SearchItem) -> SearchEntry:
    return SearchEntry(
        kind=Kind(item.kind.value),
        key=item.key[:300],
        address=item.address,
        title=item.title[:500],
        names="\n".join((*item.names, *item.phrases)),
        about=item.about[:500],
        text=plain_text(item.text),
        priority=item.priority,
    )


def _with_phrases(entries: Iterable[SearchEntry]) -> list[SearchEntry]:
    """The entries, each with the phrases that the guide has for its address."""
    phrases = load_vocabulary().phrases
    added = list(entries)
    for entry in added:
        if entry.kind not in {Kind.REFERENCE, Kind.MODEL}:
            entry.names = "\n".join(filter(None, (entry.names, *phrases.get(entry.address, ()))))
    return added
