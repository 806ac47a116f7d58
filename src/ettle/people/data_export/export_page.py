"""A person's data as a page to read, beside the JSON: it needs no connection and fetches nothing."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string


def render_page(exported: dict[str, Any]) -> str:
    """Return the page. exported: what `export_personal_data` returns. Where a value has words, it shows the words."""
    parts = [
        {
            "what": part["what"][:1].upper() + part["what"][1:],
            "reasons": list(dict.fromkeys(part["why"].values())),
            "rows": [_list_values(row) for row in part["rows"]],
        }
        for part in exported["parts"]
    ]
    return render_to_string("people/export_page.html", {"about": exported["about"], "parts": parts})


def _list_values(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The name of each field with its value; fields without a value are left out."""
    words = row.get("in_words", {})
    return [
        (name.replace("_", " ").capitalize(), str(words.get(name, value)))
        for name, value in row.items()
        if name != "in_words" and (name in words or value not in (None, "", [], {}))
    ]
