"""Whether this process is ready for requests: everything that it needs is tried."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ettle.kit.operations import startup_checks
from ettle.kit.room import offered
from ettle.kit.tasks import task_queue


class _MigrationCheck:
    """Caches that all migrations are applied: under a running process they are not reversed."""

    migrated = False


def find_problems() -> list[str]:
    """Return a sentence for each thing that does not work; empty when the process is ready.

    Tried are the database and its migrations, the cache, the settings, whether a worker runs, and what rooms offer as
    `health_check`.
    The sentences name no host and no file: anyone may read them.
    """
    try:
        if has_waiting_migrations():
            return ["The database is waiting for migrations."]
        found = [check() for check in offered("health_check")]
        if not task_queue.is_worker_running(timezone.now()):
            found.append("No worker is running: emails and badges wait.")
    except Error:
        return ["The database does not answer."]
    if startup_checks.find_cache_problem():
        found.append("The cache does not answer.")
    if startup_checks.find_faults():
        found.append("The settings have faults: the start of the site lists them.")
    return [problem for problem in found if problem]


def has_waiting_migrations() -> bool:
    """Whether the database is older than the code."""
    if not _MigrationCheck.migrated:
        executor = MigrationExecutor(connection)
        _MigrationCheck.migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not _MigrationCheck.migrated
