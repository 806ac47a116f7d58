"""The table of personal data, made from what the rooms declare: docs/reference/personal-data.md."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from ettle.kit.personal_data import (
    Declaration,
    EmailReference,
    OnErasure,
    PersonalField,
    all_declarations,
    email_references,
)
from tests.house.rooms import ROOT

PERSONAL_DATA = ROOT / "docs" / "reference" / "personal-data.md"
HEAD = "| record | fields | why we have them | how long |\n| --- | --- | --- | --- |\n"
GONE = {
    OnErasure.DELETE: "The record is deleted.",
    OnErasure.BLANK: "The record stays, and its personal fields are emptied.",
    OnErasure.RETAIN: "The record stays.",
}
INTRODUCTION = """# Personal data

What a site stores about people: each record, its personal fields, why it has them and for how long. It is made from the
declarations of the code, which export and erasure use too; a test fails when a field is not declared or not here.
How to make your records of processing and your impact assessment from it: [write your privacy
records](../how-to/write-your-privacy-records.md).

‘You’ is the person that the record is about. *On erasure* says what happens to a record when its person deletes their
account.
"""


def write_personal_data() -> str:
    """Return the page."""
    return INTRODUCTION + describe_declarations(all_declarations()) + describe_references(email_references())


def describe_declarations(declarations: Iterable[Declaration]) -> str:
    """Return a part for each room: a table of its personal fields, and what erasure does with its records."""
    personal = sorted((row for row in declarations if row.personal), key=lambda row: _room_of(row.model))
    parts = []
    for room, rows in groupby(personal, key=lambda row: _room_of(row.model)):
        listed = list(rows)
        table = "".join(line for row in listed for line in _field_lines(row.model, row.personal))
        erasure = "".join(f"- {_record_name(row.model)}: {_erasure_words(row)}\n" for row in listed)
        parts.append(f"\n## {_room_title(room)}\n\n{HEAD}{table}\nOn erasure:\n\n{erasure}")
    return "".join(parts)


def describe_references(references: Iterable[EmailReference]) -> str:
    """Return the part about people who are named by their email address, and may have no account."""
    table = "".join(line for row in references for line in _field_lines(row.model, row.personal))
    return f"\n## People who are named by their email address\n\nThey may have no account.\n\n{HEAD}{table}"


def _field_lines(model: str, personal: dict[str, PersonalField]) -> Iterator[str]:
    """Yield a line for each reason, with all fields that are stored for it."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for name, field in personal.items():
        reasons.setdefault((str(field.purpose), str(field.retention)), []).append(_field_name(model, name))
    for (purpose, retention), names in reasons.items():
        cells = [_record_name(model), ", ".join(names), purpose, retention]
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _record_name(model: str) -> str:
    name = str(apps.get_model(model)._meta.verbose_name)
    return name[0].upper() + name[1:]


def _field_name(model: str, path: str) -> str:
    """Return the name of a field in words; a path through other records is read from left to right."""
    found = apps.get_model(model)
    words = []
    for name in path.split("__"):
        try:
            field = found._meta.get_field(name)
        except FieldDoesNotExist:
            words.append(name.replace("_", " "))
            continue
        words.append(str(getattr(field, "verbose_name", name.replace("_", " "))))
        found = getattr(field, "related_model", None) or found
    return ": ".join(words)


def _erasure_words(row: Declaration) -> str:
    reason = " ".join(str(row.retention_reason).split())
    return f"{GONE[row.on_erasure]}{' ' if reason else ''}{reason}"


def _room_of(model: str) -> str:
    return model.partition(".")[0]


def _room_title(room: str) -> str:
    config = apps.get_app_config(room)
    if not config.name.startswith("ettle."):
        return f"{config.verbose_name} (a library)"
    return (importlib.import_module(config.name).__doc__ or room).strip().splitlines()[0].rstrip(".")
