"""A page of a pack, parsed and checked before anything is written.

With SQLite one process writes at a time, and most of the work on a page is parsing its text. Loading thousands of pages
does that work first, and then holds the write lock as briefly as possible.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem
from ettle.library.markup import block_markdown
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.models import AreaPage, StatementPage
from ettle.library.pack_content.pack_files import resolve_block
from ettle.library.publication import page_checks
from ettle.library.types.specs import AreaSpec, StatementSpec

COPIED_FIELDS = (
    "title", "summary", "minutes", "position", "reflection", "reviewed_on", "group", "outcome", "drawing",
    "drawing_alt", "act", "question",
)  # fmt: skip
LIST_FIELDS = ("roles", "capabilities", "alignments", "badges", "activities", "related", "in_short")


@dataclass(frozen=True)
class PreparedPage:
    """fields: as the page will store them, cleaned and checked, except for references to other things.

    None for a page with pictures or films: their rows must be stored first.
    """

    spec: AreaSpec | StatementSpec
    fields: dict[str, Any] | None = None


def prepare_page(spec: AreaSpec | StatementSpec) -> PreparedPage:
    """Parse and check a page without the database. Raises Refused, with the field, for a fault."""
    if _has_files(spec):
        return PreparedPage(spec)
    page, fields = new_page(spec), page_fields(spec)
    for name, value in fields.items():
        setattr(page, name, value)
    for fault in _clean_fields(page, {"slug", *fields} - {"body"}):
        raise Refused(f"{fault.words.rstrip('.')}.", field=fault.path)
    body = page_checks.check_own_faults(page).get_prep_value()
    return PreparedPage(
        spec, {name: _stored_value(getattr(page, name)) for name in fields} | {"body": json.dumps(body)}
    )


def new_page(spec: AreaSpec | StatementSpec) -> AreaPage | StatementPage:
    return AreaPage(slug=spec.key) if isinstance(spec, AreaSpec) else StatementPage(slug=spec.key)


def page_fields(spec: AreaSpec | StatementSpec) -> dict[str, Any]:
    """The fields of the page, with Markdown converted to rich text and blocks. Raises Refused for an unknown block."""
    fields = {name: getattr(spec, name) for name in COPIED_FIELDS if hasattr(spec, name)}
    if isinstance(spec, AreaSpec):
        fields |= {name: list(getattr(spec, name)) for name in LIST_FIELDS}
        fields |= {
            "role_texts": texts_json("role", _html_texts(spec.role_paragraphs)),
            "setting_examples": texts_json("setting", _html_texts(spec.setting_examples)),
            "checks": [("question", check.model_dump(mode="json")) for check in spec.checks],
            "try_this": block_markdown.markdown_to_html(spec.try_this),
            "references": [("reference", reference.model_dump()) for reference in spec.references],
            "tools": [("tool", tool.model_dump()) for tool in spec.tools],
        }
    return fields | {"body": body_json(spec.body)}


def _has_files(spec: AreaSpec | StatementSpec) -> bool:
    try:
        return any(True for _ in block_markdown.find_files(spec.body))
    except block_markdown.BlockError as wrong:
        raise Refused(str(wrong), field="body") from wrong


def body_json(body: str) -> str:
    """The body as the JSON a page stores; the same Markdown gives the same JSON."""
    try:
        blocks = [resolve_block(block) for block in block_markdown.parse_blocks(body)]
    except block_markdown.BlockError as wrong:
        raise Refused(str(wrong), field="body") from wrong
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def _html_texts(paragraphs: Mapping[str, str]) -> dict[str, str]:
    return {key: block_markdown.markdown_to_html(text) for key, text in paragraphs.items() if text.strip()}


def texts_json(name: str, texts: Mapping[str, str]) -> str:
    """The paragraphs for each role, or the examples from each setting, in HTML, as the JSON a page stores."""
    return json.dumps([{"type": name, "value": {name: key, "text": clean_input(text)}} for key, text in texts.items()])


def _clean_fields(page: AreaPage | StatementPage, names: set[str]) -> Iterator[Problem]:
    """Clean these fields of the page in place, and yield their faults."""
    try:
        page.clean_fields(exclude={field.name for field in page._meta.fields} - names)
    except ValidationError as wrong:
        for name, faults in wrong.error_dict.items():
            yield Problem(name, " ".join(ValidationError(faults).messages))
    page.clean_words()


def _stored_value(value: Any) -> Any:
    return json.dumps(value.get_prep_value()) if isinstance(value, StreamValue) else value
