"""What a PostgreSQL database of tests held at first, so that what a test changed in it can be put back.

Copying a database makes some thousand files: a second, and several on a busy disk. A test changes a few tables. They
are found by a hash of their rows, emptied, filled with the rows they had, and written anew, so that the files hold no
deleted words either. Sequences go back to where they were. A test that changed tables themselves gets a new copy.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction

from ettle.packs.tests.starter_rows import copy_in, copy_out

OURS = "n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"
# Everything that a test could make or change besides rows, as text: relations, columns, constraints, indexes, rules.
STRUCTURE = f"""
    SELECT md5(string_agg(part, E'\\n' ORDER BY part)) FROM (
      SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, a.attname, a.atttypid, a.atttypmod, a.attnotnull) AS part
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE {OURS} AND a.attnum > 0
      UNION ALL SELECT concat_ws(' ', d.adrelid::regclass, d.adnum, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attrdef d
      UNION ALL SELECT concat_ws(' ', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE {OURS}
      UNION ALL SELECT pg_get_indexdef(i.indexrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {OURS}
      UNION ALL SELECT concat_ws(' ', t.tgrelid::regclass, t.tgname, t.tgenabled)
        FROM pg_trigger t WHERE NOT t.tgisinternal
      UNION ALL SELECT concat_ws(' ', p.proname, md5(p.prosrc))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}
      UNION ALL SELECT concat_ws(' ', n.nspname, 'schema') FROM pg_namespace n WHERE {OURS}
    ) AS parts
"""  # noqa: S608 - our own words
SEQUENCES = "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"
OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
PATIENCE_SECONDS = 5


class DatabaseState:
    """The rows, sequences and structure of the database that Django is connected to, as they are now."""

    def __init__(self) -> None:
        self._structure = _query(STRUCTURE)
        self._tables = sorted(connection.introspection.table_names())
        self._hashes = self._hash_tables()
        self._rows = {table: copy_out(table) for table in self._tables if self._hashes[table][0]}
        self._sequences = dict(_query(SEQUENCES))

    def restore(self) -> bool:
        """Put back what changed. False if that cannot be done, and the database is to be copied again."""
        if not _end_other_connections() or _query(STRUCTURE) != self._structure:
            return False
        now = self._hash_tables()
        changed = [table for table in self._tables if now[table] != self._hashes[table]]
        with transaction.atomic():
            _query("SET CONSTRAINTS ALL DEFERRED")  # so that the order of tables does not matter
            for table in changed:
                _query(f'DELETE FROM "{table}"')  # noqa: S608 - a name from the database
            for table in filter(self._rows.get, changed):
                copy_in(table, self._rows[table])
            self._restore_sequences()
        if changed:
            _query("VACUUM FULL " + ", ".join(f'"{table}"' for table in changed))
        return True

    def _restore_sequences(self) -> None:
        for name, value in _query(SEQUENCES):
            first = self._sequences[name]  # None: never used
            if value != first:
                _query(f"SELECT setval('{name}', {first or 1}, {first is not None})")

    def _hash_tables(self) -> dict[str, tuple[int, Any]]:
        """Return how many rows each table has, and a hash of all that is in them."""
        selects = [
            f"SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)) FROM \"{table}\" t"  # noqa: S608
            for table in self._tables
        ]
        return {table: (count, hashed) for table, count, hashed in _query(" UNION ALL ".join(selects))}


def _end_other_connections() -> bool:
    """End what threads of a test left open, which could hold locks for ever. False if one does not end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _query(f"SELECT pg_terminate_backend(pid) {OTHERS}"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _query(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
