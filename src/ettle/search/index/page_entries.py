"""The entries of one page: an area with its sources, a statement with its sections, the glossary with its terms."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ettle.library import queries as library
from ettle.search.models import SearchEntry

if TYPE_CHECKING:
    from ettle.library.models import AreaPage, StatementPage

Kind = SearchEntry.Kind
# The statement in which every heading is a term, explained by the text under it.
GLOSSARY = "glossary"
MAX_TEXT_LENGTH = 60_000
HEADING = "heading"
_TAG = re.compile(r"<[^>]*>")


def page_entries(page: AreaPage | StatementPage) -> Iterator[SearchEntry]:
    is_area = library.is_area(page)
    parts: list[Any] = [page.summary, page.body.get_prep_value()]
    if is_area:
        parts = [page.outcome, page.in_short, page.act, page.question, *parts]
        parts += [block.value["text"].source for block in page.role_texts] + [page.try_this, page.reflection]
    yield SearchEntry(
        kind=Kind.AREA if is_area else Kind.STATEMENT,
        key=str(page.pk),
        page_id=page.pk,
        revision=page.live_revision_id,
        address=f"/{'areas' if is_area else 'statements'}/{page.slug}/",
        title=str(page.title),
        about=str(page.summary),
        text=plain_text(parts),
    )
    if is_area:
        yield from _reference_entries(page)
    else:
        yield from _section_entries(page)


def _reference_entries(page: AreaPage) -> Iterator[SearchEntry]:
    for number, block in enumerate(page.references):
        yield SearchEntry(
            kind=Kind.REFERENCE,
            key=f"{page.pk}:{number}",
            page_id=page.pk,
            revision=page.live_revision_id,
            address=f"/areas/{page.slug}/#sources",
            title=block.value["text"][:500],
            about=str(page.title),
        )


def _section_entries(page: StatementPage) -> Iterator[SearchEntry]:
    """One entry per heading, with its text up to the next. A repeated heading belongs to its first place."""
    sections: dict[str, tuple[str, list[Any]]] = {}
    name = ""
    for block in page.body:
        if block.block_type == HEADING:
            name = library.heading_anchor(block.value)
            sections.setdefault(name, (block.value, []))
        elif name:
            sections[name][1].append(block.get_prep_value())
    # By number: where a heading is translated, so is its anchor.
    for number, (anchor, (title, text)) in enumerate(sections.items()):
        yield SearchEntry(
            kind=Kind.TERM if page.slug == GLOSSARY else Kind.STATEMENT,
            key=f"{page.pk}:{number}",
            page_id=page.pk,
            revision=page.live_revision_id,
            address=f"/statements/{page.slug}/#{anchor}",
            title=title[:500],
            about=str(page.title),
            text=plain_text(text),
        )


def plain_text(parts: Iterable[Any]) -> str:
    """The text of strings, rich text and blocks without tags, cut at MAX_TEXT_LENGTH characters."""
    plain = (html.unescape(_TAG.sub(" ", part)) for value in parts for part in _extract_strings(value))
    text = "\n".join(" ".join(part.split()) for part in plain)[:MAX_TEXT_LENGTH]
    return text.replace("\0", "")


def _extract_strings(value: Any) -> Iterator[str]:
    """Every string in the blocks of a page, in reading order, without the types and identifiers of blocks."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, dict):
        inner = value["value"] if {"type", "value"} <= value.keys() else list(value.values())
        yield from _extract_strings(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _extract_strings(item)
