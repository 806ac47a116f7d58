"""The rows of the starter pack, loaded once with `actions.load` and restored quickly for every later test of a run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from ettle.packs import actions
from ettle.people.tests.cast import NOW

STARTER: Path = settings.BASE_DIR / "content" / "leadership"
# Not a table: the names of those that migrations fill.
SEEDED = "(seeded)"
# Nothing of the content points to these, and a test's own rows may already be there.
LEFT_OUT = {"kit", "sessions", "people", "contenttypes", "auth"}
TAKEN_AS_WELL = {"people.WorkSetting"}
# Three quarters of the time: the full text index is made again with its entries. Few tests search.
SEARCH = ("search_searchentry", "search_searchword")


def put(stored: dict[str, Any]) -> None:
    """Load the pack, or restore the rows (`stored`) of an earlier loading in this run. Search finds nothing."""
    if stored:
        _restore(stored, [table for table in stored if table not in {SEEDED, *SEARCH}])
        return
    there = _rows()
    report = actions.load(STARTER, by=None, now=NOW, again=True)
    assert not report.problems, "\n".join(str(problem) for problem in report.problems)
    changed = {table: rows for table, rows in _rows().items() if rows != there.get(table)}
    # A table with rows from its migrations is emptied first: loading may have deleted some of them.
    stored[SEEDED] = sorted(table for table in there if table in changed)
    stored.update(changed if connection.vendor == "sqlite" else {table: copy_out(table) for table in changed})
    # As after a restored loading, so that no test depends on the order.
    with connection.cursor() as cursor:
        for table in SEARCH:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own table names


def put_search(stored: dict[str, Any]) -> None:
    """Restore the entries of the search index too."""
    _restore(stored, SEARCH)


def _tables() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    taken = [m for m in every if m._meta.app_label not in LEFT_OUT or m._meta.label in TAKEN_AS_WELL]
    return [model for model in taken if model._meta.managed]


def _rows() -> dict[str, list[Any]]:
    stored = {}
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model in _tables():
            table = model._meta.db_table
            if model._meta.proxy or table not in names:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
            stored[table] = cursor.fetchall()
    return {table: rows for table, rows in stored.items() if rows}


def _restore(stored: dict[str, Any], tables: Iterable[str]) -> None:
    # Foreign keys are checked at the end of a transaction (the test's, or this one), so the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        for table in set(tables).intersection(stored[SEEDED]):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own table names
        for table in tables:
            rows = stored[table]
            if connection.vendor == "sqlite":
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({places})', rows)  # noqa: S608
            else:
                copy_in(table, rows)
        if connection.vendor != "sqlite":
            for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
                cursor.execute(statement)


def copy_out(table: str) -> tuple[str, bytes]:
    """The columns of a PostgreSQL table that are not generated, and its rows in PostgreSQL's own format."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        columns = cursor.fetchone()[0]
        with cursor.cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT (FORMAT BINARY)') as copy:
            return columns, b"".join(copy)


def copy_in(table: str, rows: tuple[str, bytes]) -> None:
    """Add the rows that `copy_out` returned."""
    columns, content = rows
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN (FORMAT BINARY)') as copy,
    ):
        copy.write(content)
