"""The search index: entries for published pages, and for what the other rooms offer.

Pages are indexed as they are published (signals). What other rooms offer is indexed on schedule and after a pack is
loaded, because those rooms do not know this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from ettle.kit.operations.environment import ENGLISH
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
READ_FIELDS = ("title", "names", "about", "text")
COMPARED_FIELDS = ("page_id", "address", "title", "names", "about", "text", "revision", "priority")
WRITTEN_FIELDS = tuple(name.removesuffix("_id") for name in COMPARED_FIELDS)


def defer_indexing() -> AbstractContextManager[None]:
    """Index no page within this context: a load of thousands refreshes the index once at the end."""
    return set_inside(_is_deferred, True)


def index_page(page: AreaPage | StatementPage) -> None:
    """Update the entries of one page. The page is loaded again, because the instance may be a draft."""
    if _is_deferred.get():
        return
    _index_pages(type(page), [page.pk])


def follow_page(sender: Any, instance: Any, **_: Any) -> None:
    """Handle a Wagtail signal about a page; other kinds of pages are not indexed."""
    page = instance.specific
    if isinstance(page, library.SEARCHABLE_PAGES):
        index_page(page)


def refresh_index() -> None:
    """Update every entry to what is published and translated now. Only changes are written."""
    items = [entry for language in list_languages() for entry in _item_entries(language)]
    _update_entries(_without_repetitions(items), SearchEntry.objects.filter(page=None))
    own = (Kind.AREA, Kind.STATEMENT)
    known = dict(SearchEntry.objects.filter(kind__in=own, language="").values_list("page_id", "revision"))
    translated = {pk for language in list_languages() if language for pk in _translated_since_indexed(language)}
    for model in library.SEARCHABLE_PAGES:
        live = dict(model.objects.live().values_list("pk", "live_revision_id"))
        changed = [pk for pk, revision in live.items() if pk in translated or known.get(pk, -1) != revision]
        for place in range(0, len(changed), PAGE_BATCH_SIZE):
            _index_pages(model, changed[place : place + PAGE_BATCH_SIZE])
        known = {pk: revision for pk, revision in known.items() if pk not in live}
    SearchEntry.objects.filter(page__in=known).delete()
    _update_phrases()


@transaction.atomic
def _index_pages(model: type[AreaPage] | type[StatementPage], pks: list[int]) -> None:
    pages = model.objects.filter(pk__in=pks, live=True).exclude(live_revision=None)
    entries = [entry for language in list_languages() for entry in _page_entries(pages.all(), language)]
    _update_entries(_without_repetitions(entries), SearchEntry.objects.filter(page__in=pks))


def list_languages() -> list[str]:
    """The languages of the index: "" for English, and the others that this site offers."""
    return ["", *(code for code, _ in settings.LANGUAGES if code != ENGLISH)]


def _page_entries(pages: Iterable[AreaPage | StatementPage], language: str) -> Iterator[SearchEntry]:
    """The entries of pages as a reader of a language has them; of other languages than English, those translated."""
    stamps = library.translation_stamps(language) if language else {}
    with translation.override(language or ENGLISH):
        for page in pages:
            if language and page.pk not in stamps:
                continue
            library.translate_page(page)
            for entry in _with_phrases(page_entries(page), language):
                entry.revision = stamps[page.pk] if language else entry.revision
                yield entry


def _item_entries(language: str) -> list[SearchEntry]:
    """The entries of what other rooms offer, as a reader of a language has it."""
    with translation.override(language or ENGLISH):
        return _with_phrases((_item_entry(item) for item in all_search_items()), language)


def _without_repetitions(entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    """The entries without those of another language that say what the English one says."""
    english = {(entry.kind, entry.key): entry for entry in entries if not entry.language}

    def is_new(entry: SearchEntry) -> bool:
        same = english.get((entry.kind, entry.key))
        return same is entry or same is None or any(getattr(same, name) != getattr(entry, name) for name in READ_FIELDS)

    return [entry for entry in entries if is_new(entry)]


def _translated_since_indexed(language: str) -> set[int]:
    """The pages with a translation that was loaded after their entries were written."""
    rows = SearchEntry.objects.filter(language=language, kind__in=(Kind.AREA, Kind.STATEMENT))
    return {pk for pk, _ in library.translation_stamps(language).items() - set(rows.values_list("page_id", "revision"))}


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
def _update_entries(entries: Sequence[SearchEntry], before_now: Iterable[SearchEntry]) -> None:
    """Write the entries that differ from those before, and delete those of before that are not among them."""
    stored = {(entry.kind, entry.key, entry.language): entry for entry in before_now}
    different = []
    for entry in entries:
        before = stored.pop((entry.kind, entry.key, entry.language), None)
        if before is None or any(getattr(before, name) != getattr(entry, name) for name in COMPARED_FIELDS):
            different.append(entry)
    if stored:
        SearchEntry.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    # Two processes may write the same entry at once; the last one wins, and both have read what is published.
    SearchEntry.objects.bulk_create(
        different,
        update_conflicts=True,
        unique_fields=("kind", "key", "language"),
        update_fields=WRITTEN_FIELDS,
        batch_size=BATCH_SIZE,
    )
    for language in {row.language for row in different}:
        own = [row for row in different if row.language == language]
        add_words((word for row in own for word in split_words(f"{row.title} {row.names} {row.text}")), language)


def add_words(candidates: Iterable[str], language: str = "") -> None:
    """Store words of a language that are not known yet, for the correction of misspelt words."""
    words = sorted(word for word in set(candidates) if len(word) > 2 and word.isalpha())
    rows = [SearchWord(word=word, language=language) for word in words]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH_SIZE)


def _item_entry(item: SearchItem) -> SearchEntry:
    # A text of a pack is English to `[:500]` and `join`, and in the reader's language to `str`.
    return SearchEntry(
        kind=Kind(item.kind.value),
        key=item.key[:300],
        address=item.address,
        title=str(item.title)[:500],
        names="\n".join(map(str, (*item.names, *item.phrases))),
        about=str(item.about)[:500],
        text=plain_text(item.text),
        priority=item.priority,
    )


def _with_phrases(entries: Iterable[SearchEntry], language: str) -> list[SearchEntry]:
    """The entries of a language, each with the phrases that the guide has for its address, which are English."""
    phrases = load_vocabulary().phrases
    added = list(entries)
    for entry in added:
        entry.language = language
        if entry.kind not in {Kind.REFERENCE, Kind.MODEL}:
            entry.names = "\n".join(filter(None, (entry.names, *phrases.get(entry.address, ()))))
    return added
