"""A person's data as a page to read, beside the JSON: it needs no connection and fetches nothing."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# The number of an account says nothing to its person. It is in the JSON.
PEOPLE = {"person", "user", "learner", "starter", "actor", "assessor"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*(Z|[+-]\d\d:\d\d)")


def render_page(exported: dict[str, Any]) -> str:
    """Return the page. exported: what `export_personal_data` returns. Where a value has words, it shows the words."""
    parts = [
        {
            "what": part["what"][:1].upper() + part["what"][1:],
            "rows": [_list_values(row, part["why"]) for row in part["rows"]],
        }
        for part in exported["parts"]
    ]
    return render_to_string("people/export_page.html", {"about": exported["about"], "parts": parts})


def _list_values(row: dict[str, Any], reasons: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each reason with the names and the values that are stored for it; fields without a value are left out."""
    words = row.get("in_words", {})
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in row.items():
        if name == "in_words" or _is_left_out(name, value, words):
            continue
        shown = (_name_field(name), str(words[name]) if name in words else _describe_value(value))
        found.setdefault(reasons.get(name, ""), []).append(shown)
    return list(found.items())


def _is_left_out(name: str, value: object, words: dict[str, str]) -> bool:
    if name in words:
        return False
    return value in (None, "", [], {}) or (name in PEOPLE and isinstance(value, int))


def _name_field(name: str) -> str:
    return _("ID") if name == "uuid" else name.replace("_", " ").capitalize()


def _describe_value(value: object) -> str:
    """A date and a time in words, with the time zone; yes or no; anything else as it is."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    words = str(value)
    if MOMENT.fullmatch(words):
        moment = timezone.localtime(datetime.fromisoformat(words))
        return f"{date_format(moment, 'DATETIME_FORMAT')} {moment:%Z}"
    return date_format(date.fromisoformat(words), "DATE_FORMAT") if DAY.fullmatch(words) else words
