"""Rows of spreadsheets, as the programs of people write them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from ettle.kit.input import spreadsheets
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.input.spreadsheets import read_table

ROWS = [("Email", "Name"), ("ruth@example.org", "Zoë Bell")]
TEXT = "Email{s}Name\r\nruth@example.org{s}Zoë Bell\r\n"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content)]


def workbook(*rows: tuple[object, ...], hidden_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden_first:
        sheet.append(["not this"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    assert cells(TEXT.format(s=separator).encode(encoding)) == ROWS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sep=;\r\na;b, c\r\n", [("a", "b, c")]),
        ('"Bell, Ruth; Dr",x\r\ny,z\r\n', [("Bell, Ruth; Dr", "x"), ("y", "z")]),
        ("a,b,,\r\n,,,\r\nc,,d,\r\n", [("a", "b"), ("c", "", "d")]),
        ("a\u2009b\u00a0c,so\u00adft\u200b\r\n", [("a b c", "soft")]),
        ("'=1+1,'+44,'tis\r\n", [("=1+1", "+44", "'tis")]),
        ("a\rb\r", [("a",), ("b",)]),
        ("", []),
    ],
)
def test_what_programs_add_is_not_data(text: str, expected: list[tuple[str, ...]]) -> None:
    assert cells(text.encode()) == expected


def test_a_row_has_the_number_of_the_line_on_which_it_begins() -> None:
    rows = read_table(b'sep=,\na,b\n"two\nlines",c\n\nd,e\n')

    assert [(row.number, row.cells[0]) for row in rows] == [(2, "a"), (3, "two lines"), (6, "d")]


def test_a_sheet_is_read_with_its_row_numbers_and_plain_values() -> None:
    content = workbook(ROWS[0], (), ("ruth@example.org", 12.0, date(2026, 5, 1), True))

    assert [(row.number, row.cells) for row in read_table(content)] == [
        (1, ROWS[0]),
        (3, ("ruth@example.org", "12", "2026-05-01", "True")),
    ]


def test_the_first_sheet_that_is_shown_counts() -> None:
    assert cells(workbook(*ROWS, hidden_first=True)) == ROWS


def changed(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with another part of this name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, part if info.filename == name else before.read(info))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old spreadsheet"),
        (b"PK\x03\x04 broken", "not a spreadsheet"),
        (b"%PDF\x00\x01\xff", "not a spreadsheet"),
        (b'a,b\n"never closed,c\n', "Line 2 is not CSV"),
        (b"\xff\xfe\x00\xd8\x41", "cannot read the letters"),
        (changed(workbook(*ROWS), SHEET, ENTITIES), "not a spreadsheet"),
        (changed(workbook(*ROWS), SHEET, b"<worksheet><broken"), "not a spreadsheet"),
        (changed(workbook(*ROWS), "xl/workbook.xml", b"<nothing/>"), "not a spreadsheet"),
        (changed(workbook(*ROWS), SHEET, b" " * (spreadsheets.MOST_SHEET_BYTES + 1)), "too much"),
        (b",".join([b"x"] * 61), "too many columns"),
        (b"x" * (spreadsheets.MOST_BYTES + 1), "too big"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells(content)

    assert words in refused.value.words


def test_a_zip_without_a_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    with pytest.raises(Unreadable, match="not a spreadsheet"):
        cells(out.getvalue())
