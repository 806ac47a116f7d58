"""Numbers of the Codes from a file: number, paraphrase, edition, part, audience, and a title if there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ettle.framework.code_matrix import AUDIENCES
from ettle.framework.imports import import_preview
from ettle.framework.imports.file_reader import FileRow
from ettle.framework.imports.import_preview import FlatItems, ImportChange, ImportPreview
from ettle.framework.models import Framework
from ettle.framework.queries.spec_export import framework_spec
from ettle.framework.types.specs import FrameworkSpec, ItemSpec

REQUIRED_COLUMNS = ("number", "paraphrase", "edition", "part", "audience")
KNOWN_COLUMNS = {*REQUIRED_COLUMNS, "title"}
NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){1,2}[a-z]?")
EDITION = re.compile(r"\w[\w .-]{0,39}")
PART = re.compile(r"(?:part[\s_-]*)?([0-9]{1,2})", re.IGNORECASE)
TITLE_WORDS = 6


@dataclass(frozen=True)
class Code:
    line: int
    number: str
    words: str
    title: str
    part: str
    audience: str
    edition: str


def preview_rows(rows: list[FileRow], *, may_add_edition: bool, is_checked: bool) -> ImportPreview:
    """What these rows would do to the Codes. is_checked: they have been compared with the owner's text."""
    preview = ImportPreview()
    columns = set().union(*(row.cells for row in rows))
    if not import_preview.check_columns(preview, columns, REQUIRED_COLUMNS, KNOWN_COLUMNS):
        return preview
    codes = [code for row in rows if (code := _row_to_code(preview, row)) is not None]
    _refuse_duplicates(preview, codes)
    for audience, edition in dict.fromkeys((code.audience, code.edition) for code in codes):
        own = [code for code in codes if (code.audience, code.edition) == (audience, edition)]
        base = _base_edition(preview, own, may_add_edition=may_add_edition)
        if base is not None:
            preview.specs.append(_merge_codes(preview, base, own, is_checked=is_checked))
    return preview


def _row_to_code(preview: ImportPreview, row: FileRow) -> Code | None:
    """The row as a number of a Code; None when it is not one, with its errors added to the preview."""
    before = len(preview.errors)
    cells = {name: row.cells.get(name, "") for name in KNOWN_COLUMNS}
    number, part = cells["number"].rstrip("."), PART.fullmatch(cells["part"])
    audience = f"{cells['audience'].lower().rstrip('s')}s"
    if not NUMBER.fullmatch(number):
        words = _("Write the number like 1.10. If a spreadsheet made it a date or dropped a nought, format it as text.")
        preview.add_error(row.line, words)
    if part is None:
        preview.add_error(row.line, _("Write the part as a number, like 4."))
    elif number and number.split(".")[0] != part[1]:
        preview.add_warning(
            row.line,
            _("%(number)s is said to be in part %(part)s. Is that right?") % {"number": number, "part": part[1]},
        )
    if audience not in AUDIENCES:
        preview.add_error(row.line, _("Write workers or employers as the audience."))
    if not EDITION.fullmatch(cells["edition"]):
        preview.add_error(row.line, _("Write the edition, like 2024."))
    import_preview.check_words(preview, row.line, cells["paraphrase"])
    title = cells["title"] or _short_title(cells["paraphrase"])
    if len(title) > 200:
        preview.add_error(row.line, _("Make the title shorter: 200 characters is the most."))
    if len(preview.errors) > before or part is None:
        return None
    return Code(row.line, number, cells["paraphrase"], title, part[1], audience, cells["edition"])


def _short_title(words: str) -> str:
    """The first few words, for a number without a title."""
    first = words.split()
    short = " ".join(first[:TITLE_WORDS]).rstrip(".,;:")
    return f"{short}…" if len(first) > TITLE_WORDS else short


def _refuse_duplicates(preview: ImportPreview, codes: list[Code]) -> None:
    first: dict[tuple[str, str, str], int] = {}
    for code in codes:
        name = (code.audience, code.edition, code.number)
        if name in first:
            words = _("%(number)s is on line %(line)s too. If one of them is %(number)s0, format it as text.") % {
                "number": code.number,
                "line": first[name],
            }
            preview.add_error(code.line, words)
        first.setdefault(name, code.line)


def _base_edition(preview: ImportPreview, codes: list[Code], *, may_add_edition: bool) -> FrameworkSpec | None:
    """The current edition; or a new one, if that is allowed."""
    use, edition, line = AUDIENCES[codes[0].audience], codes[0].edition, codes[0].line
    framework = Framework.objects.filter(use=use, edition=edition).first()
    if framework is not None:
        return framework_spec(framework)
    editions = ", ".join(Framework.objects.filter(use=use).newest_first().values_list("edition", flat=True)) or "none"
    if not may_add_edition:
        words = _("There is no edition %(edition)s for %(audience)s. The editions are %(editions)s.") % {
            "edition": edition,
            "audience": codes[0].audience,
            "editions": editions,
        }
        preview.add_error(line, _("%(words)s To add it, say so when you upload the file.") % {"words": words})
        return None
    preview.add_warning(
        line,
        _("The edition %(edition)s for %(audience)s is new and will be added.")
        % {"edition": edition, "audience": codes[0].audience},
    )
    return import_preview.new_edition(use, edition, f"Code of Practice, {codes[0].audience}")


def _merge_codes(preview: ImportPreview, base: FrameworkSpec, codes: list[Code], *, is_checked: bool) -> FrameworkSpec:
    items = import_preview.flatten_items(base.items)
    for code in codes:
        _add_part(preview, items, code, base)
        parent, was = items.get(code.number, (f"part-{code.part}", None))
        if parent != f"part-{code.part}":
            preview.add_error(
                code.line,
                _("%(number)s is under %(part)s in this edition. Correct the part.")
                % {"number": code.number, "part": parent or _("no part")},
            )
        item = _code_to_item(code, was, is_checked=is_checked)
        items[code.number] = (parent, item)
        what = "new" if was is None else "same" if was == item else "changed"
        before = was.statement if was else ""
        preview.changes.append(
            ImportChange(code.line, base.edition, code.number, item.title, what, before, item.statement)
        )
    return base.replace(items=import_preview.build_tree(items, in_order=True))


def _add_part(preview: ImportPreview, items: FlatItems, code: Code, base: FrameworkSpec) -> None:
    key = f"part-{code.part}"
    if key not in items:
        preview.add_warning(
            code.line,
            _("Part %(part)s is new in the edition %(edition)s and will be added.")
            % {"part": code.part, "edition": base.edition},
        )
        words = f"Part {code.part} of the Code. Nobody has put it into words yet."
        items[key] = (
            "",
            ItemSpec(
                key=key,
                kind="part",
                title=f"Part {code.part}",
                statement=words,
                audience=code.audience,
                is_verified=False,
            ),
        )


def _code_to_item(code: Code, was: ItemSpec | None, *, is_checked: bool) -> ItemSpec:
    """The item after the import. One whose words do not change stays checked if it was."""
    if was is None:
        source = "Imported from a file by the people who run this site"
        return ItemSpec(
            key=code.number,
            kind="code",
            title=code.title,
            statement=code.words,
            audience=code.audience,
            is_verified=is_checked,
            near_source=source,
        )
    title = was.title if code.title == _short_title(code.words) else code.title
    same = was.statement == code.words and was.title == title
    return was.replace(title=title, statement=code.words, is_verified=is_checked or (same and was.is_verified))
