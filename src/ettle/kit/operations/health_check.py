"""Whether this process is ready for requests."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor


class _MigrationCheck:
    """Caches that all migrations are applied: under a running process they are not reversed."""

    migrated = False


def find_problem() -> str:
    """Return a sentence, or "" when the database answers and every migration is applied."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _MigrationCheck.migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "The database is waiting for migrations."
            _MigrationCheck.migrated = True
    except Error:
        return "The database does not answer."
    return ""
