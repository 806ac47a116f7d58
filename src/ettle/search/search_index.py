"""The search index: entries for published areas, statements, glossary terms, frameworks, the logic model, badges and
sources.

Pages are indexed as they are published (signals). Content of other rooms is indexed on schedule and after a pack is
loaded, because those rooms do not know this one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.badges import queries as badges
from ettle.framework import queries as framework
from ettle.kit.values.contexts import set_inside
from ettle.library import queries as library
from ettle.search.models import SearchEntry, SearchWord
from ettle.search.terms import split_words

if TYPE_CHECKING:
    from ettle.framework.models import Item
    from ettle.library.models import AreaPage, StatementPage

Kind = SearchEntry.Kind
PAGE_KINDS = (Kind.AREA, Kind.REFERENCE, Kind.STATEMENT, Kind.TERM)
# The statement in which every heading is a term, explained by the text under it.
GLOSSARY = "glossary"
MAX_TEXT_LENGTH = 60_000
BATCH_SIZE = 200
PAGE_BATCH_SIZE = 50
_is_deferred: ContextVar[bool] = ContextVar("search_indexing_deferred", default=False)
COMPARED_FIELDS = ("address", "title", "names", "about", "text", "revision")
MODEL_ADDRESS = "/logic-model/"
HEADING = "heading"
_TAG = re.compile(r"<[^>]*>")


def defer_indexing() -> AbstractContextManager[None]:
    """Index no page within this context: a load of thousands refreshes the index once at the end."""
    return set_inside(_is_deferred, True)


def index_page(page: AreaPage | StatementPage) -> None:
    """Update the entries of one page. The page is loaded again, because the instance may be a draft."""
    if _is_deferred.get():
        return
    published = type(page).objects.filter(pk=page.pk, live=True).exclude(live_revision=None).first()
    entries = list(_page_entries(published)) if published else []
    stored = {(entry.kind, entry.key): entry for entry in SearchEntry.objects.filter(page=page.pk)}
    _update_entries(entries, stored)


def follow_page(sender: Any, instance: Any, **_: Any) -> None:
    """Handle a Wagtail signal about a page; other kinds of pages are not indexed."""
    page = instance.specific
    if isinstance(page, library.SEARCHABLE_PAGES):
        index_page(page)


def refresh_index() -> None:
    """Update every entry to what is published now. Only changes are written."""
    others = {(entry.kind, entry.key): entry for entry in SearchEntry.objects.exclude(kind__in=PAGE_KINDS)}
    _update_entries([*_framework_entries(), *_model_entries(), *_badge_entries()], others)
    own = (Kind.AREA, Kind.STATEMENT)
    known = dict(SearchEntry.objects.filter(kind__in=own).values_list("page_id", "revision"))
    for model in library.SEARCHABLE_PAGES:
        live = dict(model.objects.live().values_list("pk", "live_revision_id"))
        changed = [pk for pk, revision in live.items() if known.get(pk, -1) != revision]
        for place in range(0, len(changed), PAGE_BATCH_SIZE):
            _index_pages(model, changed[place : place + PAGE_BATCH_SIZE])
        known = {pk: revision for pk, revision in known.items() if pk not in live}
    SearchEntry.objects.filter(page__in=known).delete()


@transaction.atomic
def _index_pages(model: type[AreaPage] | type[StatementPage], pks: list[int]) -> None:
    pages = model.objects.filter(pk__in=pks, live=True).exclude(live_revision=None)
    stored = {(row.kind, row.key): row for row in SearchEntry.objects.filter(page__in=pks)}
    _update_entries([entry for page in pages for entry in _page_entries(page)], stored)


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
        update_fields=COMPARED_FIELDS,
        batch_size=BATCH_SIZE,
    )
    add_words(word for row in different for word in split_words(f"{row.title} {row.text}"))


def add_words(candidates: Iterable[str]) -> None:
    """Store words that are not known yet, for the correction of misspelt words."""
    words = sorted(word for word in set(candidates) if len(word) > 2 and word.isalpha())
    rows = [SearchWord(word=word) for word in words]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH_SIZE)


def _page_entries(page: AreaPage | StatementPage) -> Iterator[SearchEntry]:
    is_area = library.is_area(page)
    parts: list[Any] = [page.summary, page.body.get_prep_value()]
    if is_area:
        parts += [block.value["text"].source for block in page.role_texts] + [page.try_this, page.reflection]
    yield SearchEntry(
        kind=Kind.AREA if is_area else Kind.STATEMENT,
        key=str(page.pk),
        page_id=page.pk,
        revision=page.live_revision_id,
        address=f"/{'areas' if is_area else 'statements'}/{page.slug}/",
        title=page.title,
        about=page.summary,
        text=_plain_text(parts),
    )
    for number, block in enumerate(page.references if is_area else ()):
        yield SearchEntry(
            kind=Kind.REFERENCE,
            key=f"{page.pk}:{number}",
            page_id=page.pk,
            revision=page.live_revision_id,
            address=f"/areas/{page.slug}/#sources",
            title=block.value["text"][:500],
            about=page.title,
        )
    if page.slug == GLOSSARY and not is_area:
        yield from _glossary_entries(page)


def _glossary_entries(page: StatementPage) -> Iterator[SearchEntry]:
    """One entry per term, with its explanation up to the next heading. A repeated term belongs to its first heading."""
    senses: dict[str, tuple[str, list[Any]]] = {}
    word = ""
    for block in page.body:
        if block.block_type == HEADING:
            word = library.heading_anchor(block.value)
            senses.setdefault(word, (block.value, []))
        elif word:
            senses[word][1].append(block.get_prep_value())
    for name, (title, explanation) in senses.items():
        yield SearchEntry(
            kind=Kind.TERM,
            key=f"{page.pk}:{name}",
            page_id=page.pk,
            revision=page.live_revision_id,
            address=f"/statements/{page.slug}/#{name}",
            title=title[:500],
            about=page.title,
            text=_plain_text(explanation),
        )


def _model_entries() -> Iterator[SearchEntry]:
    nodes, links = framework.searchable_model()
    for node in nodes:
        yield SearchEntry(
            kind=Kind.MODEL,
            key=str(node.uuid),
            address=f"{MODEL_ADDRESS}?node={node.key}",
            title=node.title,
            names=node.key,
            about=node.get_column_display(),
            text=_plain_text([node.spoken, *(theme.title for theme in node.themes.all())]),
        )
    for link in links:
        yield SearchEntry(
            kind=Kind.MODEL,
            key=str(link.uuid),
            address=f"{MODEL_ADDRESS}?node={link.origin.key}#link-{link.key}",
            title=link.in_words()[:500],
            names=link.key,
            about=f"Link, {link.get_strength_display().lower()}",
            text=_plain_text([link.why, link.assumption, link.source]),
        )


def _framework_entries() -> Iterator[SearchEntry]:
    for item, lines in framework.searchable_items():
        is_own = item.framework.key == framework.CAPABILITIES
        edition = "" if is_own else f"{item.framework.title}, {item.framework.edition}"
        yield SearchEntry(
            kind=Kind.CAPABILITY if is_own else Kind.CODE,
            key=str(item.uuid),
            address=_item_address(item),
            title=item.title if is_own else f"{item.key} {item.title}"[:500],
            names=item.key,
            about=(item.parent.title if is_own and item.parent else edition)[:500],
            text=_plain_text([item.statement, *lines]),
        )


def _item_address(item: Item) -> str:
    if item.framework.key == framework.CAPABILITIES and item.parent is None:
        return f"/capabilities/{item.key}/"
    if item.framework.key == framework.CODES and item.kind == "code":
        return f"/codes/{item.framework.edition}/{item.key}/"
    return f"/items/{item.uuid}/"


def _badge_entries() -> Iterator[SearchEntry]:
    for version in badges.current_versions():
        criteria = badges.version_criteria(version)
        yield SearchEntry(
            kind=Kind.BADGE,
            key=version.badge.slug,
            address=f"/badges/{version.badge.slug}/",
            title=version.name,
            names=version.badge.number,
            about=f"Badge {version.badge.number}",
            text=_plain_text(
                [version.summary, version.why, *(f"{criterion.title}. {criterion.question}" for criterion in criteria)]
            ),
        )


def _plain_text(parts: Iterable[Any]) -> str:
    """The text of strings, rich text and blocks without tags, cut at MAX_TEXT_LENGTH characters."""
    plain = (html.unescape(_TAG.sub(" ", part)) for value in parts for part in _extract_strings(value))
    text = "\n".join(" ".join(part.split()) for part in plain)[:MAX_TEXT_LENGTH]
    return text.replace("\0", "")


def _extract_strings(value: Any) -> Iterator[str]:
    """Every string in the blocks of a page, in reading order, without the types and identifiers of blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        inner = value["value"] if {"type", "value"} <= value.keys() else list(value.values())
        yield from _extract_strings(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _extract_strings(item)
