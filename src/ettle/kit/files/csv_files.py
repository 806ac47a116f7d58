"""Tables to download as CSV, which a spreadsheet opens as text and never runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

# What makes a spreadsheet take a cell for a formula, or lets one begin after it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_response(rows: Iterable[Sequence[object]], *, name: str) -> HttpResponse:
    """Return rows as a file to download. name: without an ending, of letters, digits and hyphens.

    The mark at its beginning tells spreadsheets that it is UTF-8.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([neutralise_cell(cell) for cell in row] for row in rows)
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def neutralise_cell(cell: object) -> str:
    """Return a cell as text; with an apostrophe before it where a spreadsheet would run it."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
