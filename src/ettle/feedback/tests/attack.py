"""Somebody with the whole database, and without the site's secret key, who wants to know whose sheet is whose.

They know more than they could: in which order people answered. They try every column of every row that mentions an
observer against every column of the sheets, by order, by equality and by the usual hashes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from django.db import OperationalError, connection

Row = dict[str, Any]
Dump = dict[str, list[Row]]
SHEETS, LEDGER = "feedback_answersheet", "feedback_observer"


def dump() -> Dump:
    """Every table whole, with the place of each row in it: `rowid` in SQLite; in PostgreSQL `ctid` and `xmin`."""
    found: Dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            _read(cursor, table)
            names = [column[0] for column in cursor.description or ()]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            for lies_at, row in enumerate(found[table]):
                row["lies_at"] = lies_at
    return found


def _read(cursor: Any, table: str) -> None:
    if connection.vendor == "postgresql":
        hidden = "ctid::text AS place, xmin::text AS written_by"
        cursor.execute(f'SELECT {hidden}, * FROM "{table}"')  # noqa: S608 - names from the database itself
        return
    try:
        cursor.execute(f'SELECT rowid AS place, * FROM "{table}"')  # noqa: S608 - names from the database itself
    except OperationalError:  # a table without places
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself


def guesses(dump: Dump, observers: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule's guess: observer -> the key of a sheet.

    observers: their keys in the ledger, all of one group, in the order in which they answered.
    """
    sheets = dump[SHEETS]
    known = {"the order they answered in": {observer: place for place, observer in enumerate(observers)}}
    for (clue, ranks), (column, order) in product((_clues(dump, observers) | known).items(), _orders(sheets).items()):
        by_clue = sorted(observers, key=lambda observer: (str(type(ranks[observer])), ranks[observer]))
        for name, listed in (("", order), (" backwards", order[::-1])):
            guess = dict(zip(by_clue, (row["id"] for row in listed), strict=False))
            yield f"{clue} against {column}{name}", guess


def exact_links(dump: Dump, observers: Sequence[str]) -> list[str]:
    """Rules that prove a link: a value shared with a sheet, or a hash of what is known that gives its key."""
    keys = {row["id"] for row in dump[SHEETS]}
    found = []
    for table, row in _mentions(dump, observers):
        values = [str(value) for value in row.values()]
        found += [f"{table} holds a sheet's key" for key in keys if any(str(key) in value for value in values)]
    secrets = [bytes(row["secret"]) for row in dump["feedback_feedback"]]
    for table, row in _mentions(dump, observers):
        for value, secret in product(row.values(), [b"", *secrets]):
            found += [f"{rule} of {table}" for rule, key in _hashes(value, secret) if key in keys]
    return found


def _hashes(value: Any, secret: bytes) -> Iterator[tuple[str, int]]:
    """The keys that somebody would get who guesses how a sheet's key is made but has no key of the site."""
    plain = value.hex if hasattr(value, "hex") and not isinstance(value, bytes | float) else value
    for form, name in product(
        (str(value).encode(), str(plain).encode(), str(value).encode() + secret), ("sha256", "sha1")
    ):
        digests = [hashlib.new(name, form).digest(), hmac.new(secret or b"0", form, name).digest()]
        for digest in digests:
            for number in (int.from_bytes(digest[:8]), int.from_bytes(digest[-8:])):
                yield name, number % (2**63 - 1) + 1
                yield name, number & (2**63 - 1)


def _orders(sheets: Sequence[Row]) -> dict[str, list[Row]]:
    """The sheets sorted by each of their columns that tells them apart."""
    orders: dict[str, list[Row]] = {}
    for column in sheets[0]:
        if len({str(row[column]) for row in sheets}) > 1:
            orders[column] = sorted(sheets, key=_by(column))
    return orders


def _by(column: str) -> Callable[[Row], tuple[str, Any]]:
    def key(row: Row) -> tuple[str, Any]:
        value = row[column]
        return (type(value).__name__, value if isinstance(value, int | float | str) else str(value))

    return key


def _clues(dump: Dump, observers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For every column of rows that mention an observer: its value for each, where all have one."""
    clues: dict[str, dict[str, Any]] = {}
    for table, row in _mentions(dump, observers):
        (who,) = [observer for observer in observers if _mentions_one(row, observer)][:1]
        for column, value in row.items():
            clues.setdefault(f"{table}.{column}", {}).setdefault(who, str(value))
    return {name: clue for name, clue in clues.items() if len(clue) == len(observers) and len(set(clue.values())) > 1}


def _mentions(dump: Dump, observers: Iterable[str]) -> Iterator[tuple[str, Row]]:
    for table, rows in dump.items():
        for row in rows:
            if table != SHEETS and any(_mentions_one(row, observer) for observer in observers):
                yield table, row


def _mentions_one(row: Row, observer: str) -> bool:
    return any(observer in str(value).replace("-", "") for value in row.values())
