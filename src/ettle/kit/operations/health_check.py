"""Whether this process is ready for requests: everything that it needs is tried."""

from __future__ import annotations

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from ettle.kit.operations import startup_checks
from ettle.kit.room import offered

CACHE_KEY = "ready"


class _MigrationCheck:
    """Caches that all migrations are applied: under a running process they are not reversed."""

    migrated = False


def find_problems() -> list[str]:
    """Return a sentence for each thing that does not work; empty when the process is ready.

    Tried are the database and its migrations, the cache, the settings, and what rooms offer as `health_check`.
    The sentences name no host and no file: anyone may read them.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if _has_waiting_migrations():
            return ["The database is waiting for migrations."]
        found = [check() for check in offered("health_check")]
    except Error:
        return ["The database does not answer."]
    if find_cache_problem():
        found.append("The cache does not answer.")
    if startup_checks.find_faults():
        found.append("The settings have faults: the start of the site lists them.")
    return [problem for problem in found if problem]


def find_database_problem() -> str:
    """Return a sentence for the operator when the database cannot be opened; "" when it can."""
    try:
        connection.ensure_connection()
    except Error as error:
        settled = "ETTLE_DATABASE_URL" if connection.vendor == "postgresql" else "The data folder"
        return f"{settled}: the database does not answer ({startup_checks.first_line(error)})."
    return ""


def find_cache_problem() -> str:
    """Return a sentence for the operator when the cache does not answer; "" when it does."""
    try:
        cache.get(CACHE_KEY)
    except Exception as error:  # each cache has errors of its own
        return f"ETTLE_CACHE_URL: the cache does not answer ({startup_checks.first_line(error)})."
    return ""


def _has_waiting_migrations() -> bool:
    if not _MigrationCheck.migrated:
        executor = MigrationExecutor(connection)
        _MigrationCheck.migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _MigrationCheck.migrated
