"""A capability framework from a file: key, title, statement, edition, and a line for each role.

`vis` is a capability and `vis.1` a theme of it. A column of its own ("frontline_others") may have the line as others
read it; for a plain line that begins with "I" it is derived.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ettle.framework.imports import import_preview
from ettle.framework.imports.file_reader import FileRow
from ettle.framework.imports.import_preview import FlatItems, ImportChange, ImportPreview
from ettle.framework.models import Framework
from ettle.framework.queries.spec_export import framework_spec
from ettle.framework.types import FrameworkUse
from ettle.framework.types.specs import LONGEST_TITLE, FrameworkSpec, IndicatorSpec, ItemSpec
from ettle.people import queries as people

REQUIRED_COLUMNS = ("key", "title", "statement", "edition")
KEY = re.compile(r"[a-z][a-z0-9-]{0,20}(\.[0-9]{1,2})?")
EDITION = re.compile(r"\w[\w .-]{0,39}")
OURSELVES = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "i'm", "i’m", "i've", "i’ve"}
VERBS = {"am": "are", "was": "were", "have": "have", "do": "do"}


def preview_rows(rows: list[FileRow], *, may_add_edition: bool, is_checked: bool) -> ImportPreview:
    """What these rows would do to the capabilities of their edition. All rows are of one edition."""
    preview = ImportPreview()
    roles = people.role_titles()
    known_columns = {*REQUIRED_COLUMNS, *roles, *(f"{role}_others" for role in roles)}
    if not import_preview.check_columns(
        preview, set().union(*(row.cells for row in rows)), REQUIRED_COLUMNS, known_columns
    ):
        return preview
    base = _base_edition(preview, rows, may_add_edition=may_add_edition)
    if base is None:
        return preview
    items = import_preview.flatten_items(base.items)
    seen: dict[str, int] = {}
    for row in rows:
        _add_item(preview, items, row, seen, base.edition, is_checked=is_checked)
    preview.specs.append(base.replace(items=import_preview.build_tree(items)))
    return preview


def _base_edition(preview: ImportPreview, rows: list[FileRow], *, may_add_edition: bool) -> FrameworkSpec | None:
    editions = {row.cells.get("edition", "") for row in rows}
    edition = rows[0].cells.get("edition", "")
    if len(editions) > 1 or not EDITION.fullmatch(edition):
        preview.add_error(rows[0].line, _("Write one edition, the same on every line, like 2026."))
        return None
    known = Framework.objects.filter(use=str(FrameworkUse.MAIN))
    framework = known.filter(edition=edition).first()
    if framework is not None:
        return framework_spec(framework)
    if not may_add_edition:
        there = ", ".join(known.values_list("edition", flat=True)) or "none"
        words = _("There is no edition %(edition)s. The editions are %(there)s. Say so to add one.") % {
            "edition": edition,
            "there": there,
        }
        preview.add_error(rows[0].line, words)
        return None
    words = _("The edition %(edition)s is new. Pages that name no edition may show it from now on.") % {
        "edition": edition
    }
    preview.add_warning(rows[0].line, words)
    return import_preview.new_edition(FrameworkUse.MAIN, edition, "Capabilities")


def _add_item(
    preview: ImportPreview, items: FlatItems, row: FileRow, seen: dict[str, int], edition: str, *, is_checked: bool
) -> None:  # fmt: skip
    key = row.cells.get("key", "")[:40]
    before = len(preview.errors)
    if not KEY.fullmatch(key):
        words = _("Write a key in small letters, like vis for a capability or vis.1 for a theme of it.")
        preview.add_error(row.line, words)
    if key in seen:
        preview.add_error(
            row.line,
            _("%(key)s is on line %(line)s too. Each key may be there once.") % {"key": key, "line": seen[key]},
        )
    seen.setdefault(key, row.line)
    parent = key.partition(".")[0] if "." in key else ""
    if parent and parent not in items:
        preview.add_error(
            row.line, _("There is no capability %(parent)s. Put it on a line before this one.") % {"parent": parent}
        )
    title = row.cells.get("title", "")
    if not title or len(title) > LONGEST_TITLE:
        preview.add_error(row.line, _("Write a title of at most %(longest)s characters.") % {"longest": LONGEST_TITLE})
    import_preview.check_words(preview, row.line, row.cells.get("statement", ""))
    lines = _row_indicators(preview, row, is_theme=bool(parent))
    if len(preview.errors) > before:
        return
    was = items.get(key, ("", None))[1]
    item = _row_to_item(row, was, lines, is_theme=bool(parent), is_checked=is_checked)
    items[key] = (parent, item)
    what = "new" if was is None else "same" if was == item else "changed"
    old = was.statement if was else ""
    preview.changes.append(ImportChange(row.line, edition, key, title, what, old, item.statement))


def _row_to_item(
    row: FileRow, was: ItemSpec | None, lines: tuple[IndicatorSpec, ...], *, is_theme: bool, is_checked: bool
) -> ItemSpec:
    title, statement = row.cells["title"], row.cells["statement"]
    if was is None:
        item = ItemSpec(
            key=row.cells["key"],
            kind="theme" if is_theme else "capability",
            title=title,
            statement=statement,
            indicators=lines,
        )
        return item.replace(is_verified=is_checked)
    by_role = {line.role: line for line in was.indicators} | {line.role: line for line in lines}
    indicators = tuple(by_role[role] for role in _role_order(was, by_role))
    return was.replace(title=title, statement=statement, indicators=indicators)


def _role_order(was: ItemSpec, by_role: dict[str, IndicatorSpec]) -> list[str]:
    """The roles in their previous order, new ones after them."""
    previous = [line.role for line in was.indicators]
    return [*previous, *(role for role in by_role if role not in previous)]


def _row_indicators(preview: ImportPreview, row: FileRow, *, is_theme: bool) -> tuple[IndicatorSpec, ...]:
    lines = []
    for role in people.role_titles():
        own, others = row.cells.get(role, ""), row.cells.get(f"{role}_others", "")
        if not own:
            continue
        if not is_theme:
            preview.add_warning(
                row.line,
                _("%(key)s is a capability: its line for %(role)s is not used.")
                % {"key": row.cells.get("key"), "role": role},
            )
            continue
        others = others or to_third_person(own)
        if not others:
            preview.add_error(
                row.line,
                _("Add the column %(role)s_others: how an observer reads ‘%(own)s’.") % {"role": role, "own": own[:60]},
            )
        elif max(len(own), len(others)) > LONGEST_TITLE:
            preview.add_error(
                row.line,
                _("Make the line for %(role)s shorter: %(longest)s characters is the most.")
                % {"role": role, "longest": LONGEST_TITLE},
            )
        else:
            lines.append(IndicatorSpec(role=role, first_person=own, third_person=others))
    return tuple(lines)


def to_third_person(line: str) -> str:
    """A line as an observer reads it, where that is safe: "I keep calm" is "They keep calm". Else nothing."""
    first, *rest = line.split() or [""]
    if first != "I" or not rest or OURSELVES & {word.strip(".,;:!?").lower() for word in rest}:
        return ""
    return " ".join(["They", VERBS.get(rest[0], rest[0]), *rest[1:]])
