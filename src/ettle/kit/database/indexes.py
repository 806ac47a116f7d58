"""Add an index to a large table while the site writes to it."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import DatabaseError
from django.db.migrations.operations import AddIndex
from django.db.migrations.operations.base import Operation

logger = logging.getLogger(__name__)


class AddIndexWithoutBlocking(AddIndexConcurrently):
    """An index that PostgreSQL builds beside what the site writes; a plain one blocks writes for seconds.

    SQLite has one writer at a time in any case, and gets a plain index. The migration must say `atomic = False`.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddTrigramIndex(Operation):
    """An index of PostgreSQL by which `icontains` finds a part of a column. The migration must say `atomic = False`.

    It needs the extension pg_trgm, which the owner of a database may make since PostgreSQL 13 where it is installed.
    Elsewhere a line in the log says that it is missing, and finding reads the table as it does on SQLite.
    """

    def __init__(self, *, table: str, column: str, name: str) -> None:
        self.table, self.column, self.name = table, column, name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of it: Django's own index of this kind cannot be made on SQLite."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        try:
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as error:
            logger.warning("No index %s, so that finding is slow: %s", self.name, str(error).splitlines()[0])
            return
        table, column, name = (schema_editor.quote_name(word) for word in (self.table, self.column, self.name))
        schema_editor.execute(
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING gin (UPPER({column}::text) gin_trgm_ops)"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.name)}")

    def describe(self) -> str:
        return f"Create index {self.name} of the parts of {self.column} of {self.table}"
