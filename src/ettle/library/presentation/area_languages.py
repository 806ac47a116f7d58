"""Areas and statements in the reader's language, and in English where there is no translation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Count, Max

from ettle.kit.operations.environment import ENGLISH
from ettle.kit.translations.catalogue import find_translation, foreign_language
from ettle.kit.translations.pack_texts import PackText
from ettle.library.markup import block_markdown
from ettle.library.models import AreaPage, AreaTranslation, StatementPage
from ettle.library.pack_content.area_translations import apply_translation
from ettle.library.publication.page_export import export_markdown

if TYPE_CHECKING:
    from ettle.library.editor.block_field import BlocksField


# Fields that a reader sees in their language or in English, by the name they have in a translation.
SHOWN_FIELDS = (
    "title", "summary", "in_short", "act", "try_this", "question", "reflection", "body", "checks", "role_paragraphs",
    "setting_examples",
)  # fmt: skip
Version = tuple[Any, ...]


def translation_version(area: int | None = None) -> Version:
    """What changes when a translation is loaded: for the keys of caches. No query in English."""
    language = foreign_language()
    if not language:
        return ()
    rows = AreaTranslation.objects.filter(language=language, **({"area": area} if area else {}))
    return (language, *rows.aggregate(count=Count("pk"), loaded=Max("loaded_at")).values())


def translate_area(page: AreaPage) -> dict[str, str]:
    """Put the translation over a page that is about to be rendered. Returns for each shown field the language of its
    words, where it is not that of the page: a browser and a screen reader need to know."""
    language = foreign_language()
    if not language:
        return {}
    row = AreaTranslation.objects.filter(area=page.pk, language=language).first()
    whole = apply_translation(page, row) if row else frozenset()
    return {name: ENGLISH for name in SHOWN_FIELDS if name not in whole}


def translate_title(page: StatementPage) -> None:
    """Make the title of a statement one that is shown in the reader's language: its column is Wagtail's."""
    page.title = PackText(page.title)


def translate_statement(page: StatementPage) -> str:
    """Put the translation over a statement that is about to be shown. Returns the language of its text where that is
    not the language of the page."""
    translate_title(page)
    if not foreign_language():
        return ""
    body = find_translation(export_markdown(page))
    # Pictures and films are stored when a pack is loaded, and a request stores nothing.
    if body is None or block_markdown.find_files(body):
        return ENGLISH
    blocks = [{"type": kind, "value": value} for kind, value in block_markdown.parse_blocks(body)]
    page.body = cast("BlocksField", json.dumps(blocks))
    return ""


def translated_cards() -> dict[int, dict[str, str]]:
    """What cards say of areas in the reader's language, by the key of the area."""
    language = foreign_language()
    if not language:
        return {}
    rows = AreaTranslation.objects.filter(language=language).values_list("area_id", "content")
    names = ("title", "summary", "outcome")
    return {area: {name: content[name] for name in names if content.get(name)} for area, content in rows}
