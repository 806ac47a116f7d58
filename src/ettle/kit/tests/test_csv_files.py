"""A table to download is text for a spreadsheet, whatever people wrote in it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from ettle.kit.files.csv_files import csv_response, neutralise_cell


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd"])
def test_a_formula_is_neutralised(cell: str) -> None:
    assert neutralise_cell(cell) == f"'{cell}"


def test_other_cells_come_back_as_they_were() -> None:
    rows = [["Words, with a comma", 'a "quote"', "two\nlines", 7, "é"]]

    answer = csv_response(rows, name="figures")

    assert answer["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [["Words, with a comma", 'a "quote"', "two\nlines", "7", "é"]]
