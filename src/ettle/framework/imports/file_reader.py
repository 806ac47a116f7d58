"""Read a file of rows, CSV or YAML, from any spreadsheet and in any of its encodings. Nothing here can exhaust memory.

A file has at most MOST_BYTES, MOST_ROWS and MOST_COLUMNS; YAML has no tags, anchors or depth.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.input.document_reader import Node, Scalar, Sequence, Table, Unreadable, read_yaml
from ettle.kit.input.spreadsheets import find_encoding, find_separator

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 5_000
OTHER_FILE_TYPES = {
    b"PK": _lazy("a spreadsheet"),
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": _lazy("an old spreadsheet"),
    b"\x89PNG": _lazy("a picture"),
}
HEAD_WITHIN = 5  # rows: a title may be above the names of the columns
# What word processors put into words, which no one sees and no search finds.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Characters that change the direction of text, or that are invisible.
HIDDEN_CHARACTERS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x200B, 0x2010), 0x2060, 0xFEFF}


@dataclass(frozen=True)
class FileRow:
    """One row as it was written. line: in the file, from 1. cells: by column, without spaces at the ends."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Note:
    """A message about a line; 0 is the file as a whole. An error stops the import, a warning does not."""

    line: int
    words: str
    is_error: bool = True


@dataclass
class FileRows:
    rows: list[FileRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_rows(name: str, content: bytes) -> FileRows:
    """The rows of a file. Raises Unreadable when it is not such a file."""
    if len(content) > MOST_BYTES:
        raise Unreadable(0, f"The file is too big. {MOST_BYTES // 1_000_000} MB is the most; split it.")
    text, warning = _decode_content(content)
    if not text.strip():
        raise Unreadable(0, _("The file is empty. Write a line of column names and a line for each item."))
    if '"CFDocument"' in text:
        raise Unreadable(
            0, _("This is a CASE package. We read CSV and YAML: write its items as rows of a spreadsheet.")
        )
    is_yaml = name.lower().endswith((".yaml", ".yml"))
    file_rows = _yaml_rows(text) if is_yaml else _csv_rows(text)
    if warning:
        file_rows.notes.insert(0, Note(0, warning, is_error=False))
    if not file_rows.rows:
        raise Unreadable(0, _("There is no item in the file. Write a line for each under the column names."))
    for row in file_rows.rows:
        file_rows.notes += _suspicious_cells(row)
    return file_rows


def _decode_content(content: bytes) -> tuple[str, str]:
    """The text, and a warning when its encoding was guessed."""
    for mark, what in OTHER_FILE_TYPES.items():
        if content.startswith(mark):
            raise Unreadable(
                0,
                _("This is %(what)s. Save it as CSV, with ‘CSV UTF-8’ if you may choose, and try again.")
                % {"what": what},
            )
    encoding = find_encoding(content)
    guessed = _("The file is not UTF-8. We read it as Windows text: check accents and quotes.")
    return _decode_as(content, encoding), guessed if encoding == "cp1252" else ""


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        raise Unreadable(
            0, _("We cannot read the letters of this file. Save it as CSV UTF-8 and try again.")
        ) from error


def _csv_rows(text: str) -> FileRows:
    separator, skipped = find_separator(lambda: text)
    lines = io.StringIO(text, newline="")
    for _number in range(skipped):
        lines.readline()
    rows = _skip_title(_split_lines(csv.reader(lines, delimiter=separator, strict=True), skipped))
    file_rows, columns = FileRows(), None
    for line, cells in rows:
        if columns is None:
            columns = _column_names(cells)
        else:
            file_rows.rows.append(_csv_row(line, columns, cells, file_rows.notes))
            _refuse_too_many(file_rows, line)
    return file_rows


def _split_lines(reader: Any, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, without the blank cells at their ends, each with the line it begins on."""
    line = skipped + 1
    try:
        for cells in reader:
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        words = _("This line is not CSV: %(error)s. Check for a quotation mark that is not closed.") % {"error": error}
        raise Unreadable(line, words) from error


def _skip_title(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Leave out the rows of one cell above the first row of more: a title and notes above the names of the columns."""
    first = list(islice(rows, HEAD_WITHIN))
    head = next((place for place, (_line, cells) in enumerate(first) if len(cells) > 1), 0)
    return chain(first[head:], rows)


def _column_names(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(1, _("There are too many columns. %(most)s is the most.") % {"most": MOST_COLUMNS})
    columns = [column_name(cell) for cell in cells]
    for column in columns:
        if column and columns.count(column) > 1:
            raise Unreadable(1, _("The column %(column)s is there twice. Take one away.") % {"column": column[:40]})
    return columns


def column_name(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().lower())[:40]


def _csv_row(line: int, columns: list[str], cells: list[str], notes: list[Note]) -> FileRow:
    if len(cells) > len(columns):
        words = _("There are more cells here than columns. Put quotes round text with a comma in it.")
        notes.append(Note(line, words))
    return FileRow(line, {name: _tidy_cell(cell) for name, cell in zip(columns, cells, strict=False) if name})


def _tidy_cell(cell: str) -> str:
    """The cell as one line of text. Its first character stays, because `_suspicious_cells` looks at it."""
    shown = SPACES.sub(" ", INVISIBLE.sub("", cell))
    return re.sub(r" *\n *", " ", shown.replace("\r\n", "\n").strip(" \n"))


def _refuse_too_many(file_rows: FileRows, line: int) -> None:
    if len(file_rows.rows) > MOST_ROWS:
        raise Unreadable(line, f"There are too many rows. {MOST_ROWS:,} is the most; split the file.")


def _yaml_rows(text: str) -> FileRows:
    node = read_yaml(text)
    if isinstance(node, Table):
        node = next((inner for key, inner in node.pairs if key.text == "items"), node)
    if not isinstance(node, Sequence):
        raise Unreadable(
            node.line, _("Write a list: each item begins with a hyphen, with its names and values under it.")
        )
    file_rows = FileRows()
    for item in node.items:
        file_rows.rows.append(_yaml_row(item, file_rows.notes))
        _refuse_too_many(file_rows, item.line)
    return file_rows


def _yaml_row(node: Node, notes: list[Note]) -> FileRow:
    cells: dict[str, str] = {}
    if not isinstance(node, Table):
        notes.append(Note(node.line, _("Write this item as names and values, such as ‘number: 1.1’.")))
        return FileRow(node.line, cells)
    for key, value in node.pairs:
        name = column_name(key.text)
        if not isinstance(value, Scalar):
            notes.append(Note(value.line, _("Write %(name)s as text, not as a list or a mapping.") % {"name": name}))
        elif name in cells:
            notes.append(Note(key.line, _("%(name)s is written twice for this item. Keep one.") % {"name": name}))
        else:
            cells[name] = _tidy_cell(value.text)
    return FileRow(node.line, cells)


def _suspicious_cells(row: FileRow) -> list[Note]:
    """Notes on cells that a spreadsheet would run as a formula, that hide characters, or that are too long."""
    notes = []
    for name, cell in row.cells.items():
        if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
            words = _("%(name)s begins with %(tab)s, which a spreadsheet would run. Begin with a word.") % {
                "name": name,
                "tab": cell[:1].strip() or _("a tab"),
            }
            notes.append(Note(row.line, words))
        if any(
            unicodedata.category(letter) in {"Cc", "Cs", "Co"} or ord(letter) in HIDDEN_CHARACTERS for letter in cell
        ):
            notes.append(
                Note(row.line, _("%(name)s holds letters that cannot be seen. Type the text again.") % {"name": name})
            )
        if len(cell) > LONGEST_CELL:
            notes.append(
                Note(
                    row.line,
                    _("%(name)s is far too long: %(count)s characters.") % {"name": name, "count": f"{len(cell):,}"},
                )
            )
    return notes
