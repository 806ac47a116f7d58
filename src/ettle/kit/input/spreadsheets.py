"""Rows of a spreadsheet that a person uploads: CSV or xlsx, as spreadsheet programs write them, in bounded memory.

CSV: in UTF-8, UTF-16 or Windows text, with commas, semicolons, tabs or bars, with or without Excel's line ‘sep=;’. A
row that has a line end between quotes has the number of the line on which it begins. xlsx: the first sheet that is
shown, with the results of formulas. openpyxl reads it part by part, so what its parts may hold is limited here.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.files.csv_files import FORMULA_STARTS
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.values.written_text import normalise_line

MOST_BYTES = 10_000_000
MOST_COLUMNS = 60
MOST_SHEET_ROWS = 200_000  # with the empty ones
# Of what an xlsx file unpacks to. The texts of all cells are one part, which openpyxl reads as a whole.
MOST_SHEET_BYTES, MOST_TEXT_BYTES, MOST_PARTS = 60_000_000, 15_000_000, 1_000
SAMPLE_BYTES = 64_000
SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n?\Z', re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
JOINERS = "\u200c\u200d"  # Persian, Urdu and Indic names are written with these
NOT_A_TABLE = _lazy("This is not a spreadsheet that we can read. Save it as .xlsx or as CSV, and try again")
OLD_OR_PROTECTED = _lazy(
    "This is an old spreadsheet, or one with a password. Save it as .xlsx without a password, or as CSV, and try again"
)
TOO_MUCH = _lazy("There is too much in this spreadsheet. Copy the rows into a new one, and upload that")
NOT_LETTERS = _lazy("We cannot read the letters of this file. Save it as ‘CSV UTF-8’ or .xlsx, and try again")
# What openpyxl, zipfile and the XML parsers raise for bytes that are no such spreadsheet.
BROKEN = (
    zipfile.BadZipFile, ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class TableRow:
    """One row that is not empty. number: its line in a CSV file or its row in a sheet, from 1. cells: tidied texts."""

    number: int
    cells: tuple[str, ...]


def read_table(content: bytes) -> Iterator[TableRow]:
    """Yield the rows of a file that are not empty. Raises Unreadable, also after some rows."""
    if len(content) > MOST_BYTES:
        raise Unreadable(0, _("The file is too big. %(most)s MB is the most") % {"most": MOST_BYTES // 1_000_000})
    if content.startswith(OLD_OFFICE):
        raise Unreadable(0, str(OLD_OR_PROTECTED))
    rows = _sheet_rows(content) if content.startswith(ZIP) else _csv_rows(content)
    for number, cells in rows:
        tidied = tuple(_tidy_cell(cell) for cell in cells)
        while tidied and not tidied[-1]:
            tidied = tidied[:-1]
        if len(tidied) > MOST_COLUMNS:
            raise Unreadable(number, _("There are too many columns. %(most)s is the most") % {"most": MOST_COLUMNS})
        if tidied:
            yield TableRow(number, tidied)


def _tidy_cell(value: Any) -> str:
    """Return a cell as one line: without invisible characters, and without the apostrophe before what is no formula."""
    text = normalise_line(_describe_value(value))
    if not text.isascii():
        text = "".join(letter for letter in text if letter in JOINERS or unicodedata.category(letter) != "Cf")
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _describe_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if b"\0" in content[:SAMPLE_BYTES] and find_encoding(content) == "cp1252":
        raise Unreadable(0, str(NOT_A_TABLE))
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=find_encoding(content), newline="")
    first = 0
    try:
        separator, skipped = find_separator(lambda: lines.read(SAMPLE_BYTES))
        lines.seek(0)
        for _number in range(skipped):
            lines.readline()
        reader = csv.reader(lines, delimiter=separator, strict=True)
        for cells in reader:
            yield skipped + first + 1, cells
            first = reader.line_num
    except UnicodeError as error:
        raise Unreadable(0, str(NOT_LETTERS)) from error
    except csv.Error as error:
        words = _("Line %(line)s is not CSV. Check for a quotation mark that is not closed") % {
            "line": skipped + first + 1
        }
        raise Unreadable(skipped + first + 1, words) from error


def find_encoding(content: bytes) -> str:
    """Return the name of the encoding of a text; "cp1252", Windows text, when it is none of the others: a guess."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:4_000]
    if sample[1::2].count(0) > len(sample) / 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) / 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_separator(read_sample: Callable[[], str]) -> tuple[str, int]:
    """Return what separates cells, and how many lines at the beginning only say so."""
    lines = [line for line in read_sample().splitlines(keepends=True)[:20] if line.strip()]
    declared = SEPARATOR_LINE.match(lines[0]) if lines else None
    if declared is not None:
        return declared[1], 1
    bare = [QUOTED.sub("", line) for line in lines]

    def spread(separator: str) -> tuple[int, int]:
        return sum(separator in line for line in bare), sum(line.count(separator) for line in bare)

    return max(SEPARATORS, key=spread), 0


def _sheet_rows(content: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    try:
        _refuse_large_parts(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that are not read, such as styles
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise Unreadable(0, str(NOT_A_TABLE))
        sheets[0].reset_dimensions()  # what a sheet says about its size is often wrong
        rows = sheets[0].iter_rows(values_only=True, max_row=MOST_SHEET_ROWS + 1)
        for number, cells in enumerate(rows, start=1):
            if number > MOST_SHEET_ROWS:
                raise Unreadable(number, str(TOO_MUCH))
            yield number, cells
    except BROKEN as error:
        raise Unreadable(0, str(NOT_A_TABLE)) from error


def _refuse_large_parts(content: bytes) -> None:
    """Raise Unreadable for what unpacks to too much, or declares entities. zipfile reads no more than a part says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable(0, str(TOO_MUCH))
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable(0, str(NOT_A_TABLE))
        sheets = sum(part.file_size for part in parts if part.filename.startswith("xl/worksheets/"))
        texts = sum(part.file_size for part in parts if part.filename.endswith(".xml")) - sheets
        if sheets > MOST_SHEET_BYTES or texts > MOST_TEXT_BYTES:
            raise Unreadable(0, str(TOO_MUCH))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares_entities(archive.open(part)):
                raise Unreadable(0, str(NOT_A_TABLE))


def _declares_entities(part: IO[bytes]) -> bool:
    with part:
        return b"<!DOCTYPE" in part.read(2_000).replace(b"\0", b"").upper()
