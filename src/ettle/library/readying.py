"""A page of a pack, made and looked through before anything is written.

With SQLite one process writes at a time, and most of the work on a page is to understand its words. Whoever brings
thousands of pages does that work first, and then holds the turn to write for as short as can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from ettle.kit.problems import Problem
from ettle.kit.refused import Refused
from ettle.library import checks, writing
from ettle.library.filing import filed
from ettle.library.models import AreaPage, StatementPage
from ettle.library.specs import AreaSpec, StatementSpec

PLAIN = ("title", "summary", "minutes", "position", "reflection", "reviewed_on")
LISTS = ("roles", "capabilities", "alignments", "badges", "activities", "related")


@dataclass(frozen=True)
class Ready:
    """fields: as the page will keep them, cleaned and without fault, but for what they name elsewhere.

    A page that shows pictures or films has none yet: what they are called here is known once they are put.
    """

    spec: AreaSpec | StatementSpec
    fields: dict[str, Any] | None = None


def ready(spec: AreaSpec | StatementSpec) -> Ready:
    """Nothing is asked of the database. Raises Refused, with the field, for a page that must not be shown."""
    if _shows_files(spec):
        return Ready(spec)
    page, found = blank(spec), fields(spec)
    for name, value in found.items():
        setattr(page, name, value)
    for fault in _cleaned(page, {"slug", *found} - {"body"}):
        raise Refused(f"{fault.words.rstrip('.')}.", field=fault.path)
    checks.refuse(page, checks.own_faults(page))
    body = checks.clean_body(page).get_prep_value()
    return Ready(spec, {name: _kept(getattr(page, name)) for name in found} | {"body": json.dumps(body)})


def blank(spec: AreaSpec | StatementSpec) -> AreaPage | StatementPage:
    return AreaPage(slug=spec.key) if isinstance(spec, AreaSpec) else StatementPage(slug=spec.key)


def fields(spec: AreaSpec | StatementSpec) -> dict[str, Any]:
    """The fields of the page, rich text and blocks in place of Markdown. Raises Refused for a block we do not know."""
    found = {name: getattr(spec, name) for name in PLAIN if hasattr(spec, name)}
    if isinstance(spec, AreaSpec):
        found |= {name: list(getattr(spec, name)) for name in LISTS}
        found |= {role: writing.rich(text) for role, text in asdict(spec.role_paragraphs).items()}
        found |= {
            "try_this": writing.rich(spec.try_this),
            "references": [("reference", asdict(reference)) for reference in spec.references],
            "tools": [("tool", asdict(tool)) for tool in spec.tools],
        }
    return found | {"body": _blocks(spec.body)}


def _shows_files(spec: AreaSpec | StatementSpec) -> bool:
    try:
        return any(True for _ in writing.files(spec.body))
    except writing.WrongBlock as wrong:
        raise Refused(str(wrong), field="body") from wrong


def _blocks(body: str) -> str:
    """The body as the JSON a page keeps; the same Markdown gives the same JSON."""
    try:
        found = [filed(block) for block in writing.blocks(body)]
    except writing.WrongBlock as wrong:
        raise Refused(str(wrong), field="body") from wrong
    return json.dumps([{"type": kind, "value": value} for kind, value in found])


def _cleaned(page: AreaPage | StatementPage, names: set[str]) -> Iterator[Problem]:
    """Clean these fields where they stand, and say what is wrong with them."""
    try:
        page.clean_fields(exclude={field.name for field in page._meta.fields} - names)
    except ValidationError as wrong:
        for name, faults in wrong.error_dict.items():
            yield Problem(name, " ".join(ValidationError(faults).messages))
    page.clean_words()


def _kept(value: Any) -> Any:
    return json.dumps(value.get_prep_value()) if isinstance(value, StreamValue) else value
