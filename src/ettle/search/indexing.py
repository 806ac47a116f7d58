"""What search may find, kept as entries: areas, statements, words we explain, frameworks, the logic model, badges and
sources, as published.

Pages are followed as they are published (signals). What other rooms hold is looked at by the clock and after a pack was
loaded: they do not know this room, so they cannot tell it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.badges import queries as badges
from ettle.framework import queries as framework
from ettle.library.compiling import anchor
from ettle.library.models import AreaPage, StatementPage
from ettle.library.references import CODES
from ettle.people.queries import LearningRole
from ettle.search.models import SearchEntry, SearchGram, SearchWord
from ettle.search.terms import grams, words

if TYPE_CHECKING:
    from ettle.framework.models import Item

Kind = SearchEntry.Kind
OF_PAGES = (Kind.AREA, Kind.REFERENCE, Kind.STATEMENT, Kind.TERM)
# The statement in which every heading is a word that is explained under it.
GLOSSARY = "glossary"
MOST_TEXT = 60_000
AT_A_TIME = 200
PAGES_AT_A_TIME = 50
_is_later: ContextVar[bool] = ContextVar("search_follows_later", default=False)
FIELDS = ("address", "title", "names", "about", "text", "revision")
MODEL = "/logic-model/"
HEADING = "heading"
_TAG = re.compile(r"<[^>]*>")


@contextmanager
def later() -> Iterator[None]:
    """Follow no page in here: whoever brings thousands refreshes once when all are there."""
    token = _is_later.set(True)
    try:
        yield
    finally:
        _is_later.reset(token)


def follow(page: AreaPage | StatementPage) -> None:
    """Bring the entries of one page to what it shows now. Read anew: the page in hand may be a draft."""
    if _is_later.get():
        return
    kept = type(page).objects.filter(pk=page.pk, live=True).exclude(live_revision=None).first()
    entries = list(_of_page(kept)) if kept else []
    held = {(one.kind, one.key): one for one in SearchEntry.objects.filter(page=page.pk)}
    _bring(entries, held)


def follow_page(sender: Any, instance: Any, **_: Any) -> None:
    """Receive a signal of Wagtail about a page; pages of other kinds are not searched."""
    page = instance.specific
    if isinstance(page, AreaPage | StatementPage):
        follow(page)


def refresh() -> None:
    """Bring every entry to what is published now. What has not changed is not written."""
    others = {(one.kind, one.key): one for one in SearchEntry.objects.exclude(kind__in=OF_PAGES)}
    _bring([*_of_frameworks(), *_of_the_model(), *_of_badges()], others)
    own = (Kind.AREA, Kind.STATEMENT)
    known = dict(SearchEntry.objects.filter(kind__in=own).values_list("page_id", "revision"))
    for model in (AreaPage, StatementPage):
        live = dict(model.objects.live().values_list("pk", "live_revision_id"))
        changed = [pk for pk, revision in live.items() if known.get(pk, -1) != revision]
        for place in range(0, len(changed), PAGES_AT_A_TIME):
            _follow_all(model, changed[place : place + PAGES_AT_A_TIME])
        known = {pk: revision for pk, revision in known.items() if pk not in live}
    SearchEntry.objects.filter(page__in=known).delete()


@transaction.atomic
def _follow_all(model: type[AreaPage] | type[StatementPage], pks: list[int]) -> None:
    pages = model.objects.filter(pk__in=pks, live=True).exclude(live_revision=None)
    held = {(one.kind, one.key): one for one in SearchEntry.objects.filter(page__in=pks)}
    _bring([entry for page in pages for entry in _of_page(page)], held)


def rebuild() -> int:
    """Throw the index away and make it anew. Returns how many things search may find now."""
    SearchEntry.objects.all().delete()
    SearchGram.objects.all().delete()
    SearchWord.objects.all().delete()
    refresh()
    return SearchEntry.objects.count()


@transaction.atomic
def _bring(entries: Sequence[SearchEntry], held: dict[tuple[str, str], SearchEntry]) -> None:
    """Make what is held equal to these entries."""
    different = []
    for entry in entries:
        before = held.pop((entry.kind, entry.key), None)
        if before is None or any(getattr(before, name) != getattr(entry, name) for name in FIELDS):
            different.append(entry)
    if held:
        SearchEntry.objects.filter(pk__in=[gone.pk for gone in held.values()]).delete()
    # Two processes may bring the same entry at once; the last one counts, and both have read what is published.
    SearchEntry.objects.bulk_create(
        different, update_conflicts=True, unique_fields=("kind", "key"), update_fields=FIELDS, batch_size=AT_A_TIME
    )
    learn(word for one in different for word in words(f"{one.title} {one.text}"))


def learn(found: Iterable[str]) -> None:
    """Keep words that are not known yet, so that what is typed wrongly can be compared with them."""
    told = sorted(word for word in set(found) if len(word) > 2 and word.isalpha())
    for place in range(0, len(told), AT_A_TIME):
        batch = told[place : place + AT_A_TIME]
        known = set(SearchWord.objects.filter(word__in=batch).values_list("word", flat=True))
        new = [word for word in batch if word not in known]
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in new], ignore_conflicts=True)
        rows = [SearchGram(word_id=word, gram=gram) for word in new for gram in grams(word)]
        SearchGram.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)


def _of_page(page: AreaPage | StatementPage) -> Iterator[SearchEntry]:
    is_area = isinstance(page, AreaPage)
    parts: list[Any] = [page.summary, page.body.get_prep_value()]
    if is_area:
        parts += [getattr(page, role) for role in LearningRole.values] + [page.try_this, page.reflection]
    yield SearchEntry(
        kind=Kind.AREA if is_area else Kind.STATEMENT,
        key=str(page.pk),
        page_id=page.pk,
        revision=page.live_revision_id,
        address=f"/{'areas' if is_area else 'statements'}/{page.slug}/",
        title=page.title,
        about=page.summary,
        text=_text(parts),
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
        yield from _of_glossary(page)


def _of_glossary(page: StatementPage) -> Iterator[SearchEntry]:
    """A word and what is said of it, up to the next heading. A word that stands there twice is found at the first."""
    senses: dict[str, tuple[str, list[Any]]] = {}
    word = ""
    for block in page.body:
        if block.block_type == HEADING:
            word = anchor(block.value)
            senses.setdefault(word, (block.value, []))
        elif word:
            senses[word][1].append(block.get_prep_value())
    for name, (title, said) in senses.items():
        yield SearchEntry(
            kind=Kind.TERM,
            key=f"{page.pk}:{name}",
            page_id=page.pk,
            revision=page.live_revision_id,
            address=f"/statements/{page.slug}/#{name}",
            title=title[:500],
            about=page.title,
            text=_text(said),
        )


def _of_the_model() -> Iterator[SearchEntry]:
    nodes, links = framework.model_to_find()
    for node in nodes:
        yield SearchEntry(
            kind=Kind.MODEL,
            key=str(node.uuid),
            address=f"{MODEL}?node={node.key}",
            title=node.title,
            names=node.key,
            about=node.get_column_display(),
            text=_text([node.spoken, *(theme.title for theme in node.themes.all())]),
        )
    for link in links:
        yield SearchEntry(
            kind=Kind.MODEL,
            key=str(link.uuid),
            address=f"{MODEL}?node={link.origin.key}#link-{link.key}",
            title=link.in_words()[:500],
            names=link.key,
            about=f"Link, {link.get_strength_display().lower()}",
            text=_text([link.why, link.assumption, link.source]),
        )


def _of_frameworks() -> Iterator[SearchEntry]:
    for item, lines in framework.to_find():
        is_own = item.framework.key == framework.CAPABILITIES
        edition = "" if is_own else f"{item.framework.title}, {item.framework.edition}"
        yield SearchEntry(
            kind=Kind.CAPABILITY if is_own else Kind.CODE,
            key=str(item.uuid),
            address=_address(item),
            title=item.title if is_own else f"{item.key} {item.title}"[:500],
            names=item.key,
            about=(item.parent.title if is_own and item.parent else edition)[:500],
            text=_text([item.statement, *lines]),
        )


def _address(item: Item) -> str:
    if item.framework.key == framework.CAPABILITIES and item.parent is None:
        return f"/capabilities/{item.key}/"
    if item.framework.key == CODES and item.kind == "code":
        return f"/codes/{item.framework.edition}/{item.key}/"
    return f"/items/{item.uuid}/"


def _of_badges() -> Iterator[SearchEntry]:
    for version in badges.current_versions():
        criteria = badges.criteria_of(version)
        yield SearchEntry(
            kind=Kind.BADGE,
            key=version.badge.slug,
            address=f"/badges/{version.badge.slug}/",
            title=version.name,
            names=version.badge.number,
            about=f"Badge {version.badge.number}",
            text=_text([version.summary, version.why, *(f"{one.title}. {one.question}" for one in criteria)]),
        )


def _text(parts: Iterable[Any]) -> str:
    """The words of strings, rich text and blocks, without marks; long texts are cut."""
    plain = (html.unescape(_TAG.sub(" ", part)) for value in parts for part in _strings(value))
    text = "\n".join(" ".join(part.split()) for part in plain)[:MOST_TEXT]
    return text.replace("\0", "")


def _strings(value: Any) -> Iterator[str]:
    """Every text in the blocks of a page, in reading order; names and numbers of blocks are not read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        inner = value["value"] if {"type", "value"} <= value.keys() else list(value.values())
        yield from _strings(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
