"""A page of a pack, made and looked through before anything is written.

With SQLite one process writes at a time, and most of the work on a page is to understand its words. Whoever brings
thousands of pages does that work first, and then holds the turn to write for as short as can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem
from ettle.library.markup import block_markdown
from ettle.library.models import AreaPage, StatementPage
from ettle.library.pack_content.pack_files import resolve_block
from ettle.library.publication import page_checks
from ettle.library.specs import AreaSpec, StatementSpec

COPIED_FIELDS = ("title", "summary", "minutes", "position", "reflection", "reviewed_on")
LIST_FIELDS = ("roles", "capabilities", "alignments", "badges", "activities", "related")


@dataclass(frozen=True)
class PreparedPage:
    """fields: as the page will keep them, cleaned and without fault, but for what they name elsewhere.

    A page that shows pictures or films has none yet: what they are called here is known once they are put.
    """

    spec: AreaSpec | StatementSpec
    fields: dict[str, Any] | None = None


def prepare_page(spec: AreaSpec | StatementSpec) -> PreparedPage:
    """Nothing is asked of the database. Raises Refused, with the field, for a page that must not be shown."""
    if _has_files(spec):
        return PreparedPage(spec)
    page, found = new_page(spec), page_fields(spec)
    for name, value in found.items():
        setattr(page, name, value)
    for fault in _clean_fields(page, {"slug", *found} - {"body"}):
        raise Refused(f"{fault.words.rstrip('.')}.", field=fault.path)
    page_checks.refuse_first_fault(page, page_checks.find_own_faults(page))
    body = page_checks.clean_body(page).get_prep_value()
    return PreparedPage(spec, {name: _stored_value(getattr(page, name)) for name in found} | {"body": json.dumps(body)})


def new_page(spec: AreaSpec | StatementSpec) -> AreaPage | StatementPage:
    return AreaPage(slug=spec.key) if isinstance(spec, AreaSpec) else StatementPage(slug=spec.key)


def page_fields(spec: AreaSpec | StatementSpec) -> dict[str, Any]:
    """The fields of the page, rich text and blocks in place of Markdown. Raises Refused for a block we do not know."""
    found = {name: getattr(spec, name) for name in COPIED_FIELDS if hasattr(spec, name)}
    if isinstance(spec, AreaSpec):
        found |= {name: list(getattr(spec, name)) for name in LIST_FIELDS}
        found |= {role: block_markdown.markdown_to_html(text) for role, text in spec.role_paragraphs}
        found |= {
            "try_this": block_markdown.markdown_to_html(spec.try_this),
            "references": [("reference", reference.model_dump()) for reference in spec.references],
            "tools": [("tool", tool.model_dump()) for tool in spec.tools],
        }
    return found | {"body": _body_json(spec.body)}


def _has_files(spec: AreaSpec | StatementSpec) -> bool:
    try:
        return any(True for _ in block_markdown.find_files(spec.body))
    except block_markdown.BlockError as wrong:
        raise Refused(str(wrong), field="body") from wrong


def _body_json(body: str) -> str:
    """The body as the JSON a page keeps; the same Markdown gives the same JSON."""
    try:
        found = [resolve_block(block) for block in block_markdown.parse_blocks(body)]
    except block_markdown.BlockError as wrong:
        raise Refused(str(wrong), field="body") from wrong
    return json.dumps([{"type": kind, "value": value} for kind, value in found])


def _clean_fields(page: AreaPage | StatementPage, names: set[str]) -> Iterator[Problem]:
    """Clean these fields where they stand, and say what is wrong with them."""
    try:
        page.clean_fields(exclude={field.name for field in page._meta.fields} - names)
    except ValidationError as wrong:
        for name, faults in wrong.error_dict.items():
            yield Problem(name, " ".join(ValidationError(faults).messages))
    page.clean_words()


def _stored_value(value: Any) -> Any:
    return json.dumps(value.get_prep_value()) if isinstance(value, StreamValue) else value
