"""What a deleted or changed row leaves in the database's files, and its removal by a task after the commit.

SQLite keeps older versions of a page in its write-ahead log; `secure_delete` (config/settings.py) has it overwrite what
is deleted with zeros, and a checkpoint that truncates the log removes the older versions. PostgreSQL keeps dead rows
until VACUUM, which gives their place free without overwriting it; VACUUM FULL writes the table again without them. It
leaves those that a transaction begun earlier could still read, be it only autovacuum counting another table: they are
waited for first. Its statistics hold samples of what stood in each column, so they are made and written again too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ettle.kit.tasks import task_queue

SMALL_TABLE_BYTES = 64_000_000  # a table up to this size is written again in well under a second
LOCK_PATIENCE = "5s"
TRANSACTION_PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.05
# A transaction has a lock on its own number from its first statement to its end, and everybody may read the list.
RUNNING_TRANSACTIONS = """
SELECT locks.virtualtransaction FROM pg_locks locks JOIN pg_stat_activity activity USING (pid)
WHERE locks.locktype = 'virtualxid' AND activity.datname = current_database() AND locks.pid <> pg_backend_pid()
"""
COLUMNS_WITH_STATISTICS = """
SELECT quote_ident(a.attname),
  format_type(a.atttypid, a.atttypmod) || coalesce(' COLLATE ' || c.oid::regcollation, '')
FROM pg_attribute a
JOIN pg_stats s ON s.attname = a.attname
JOIN pg_class t ON t.oid = a.attrelid AND t.relname = s.tablename
JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = s.schemaname
LEFT JOIN pg_collation c ON c.oid = a.attcollation AND c.collname <> 'default'
WHERE a.attrelid = %s::regclass AND a.attidentity = '' AND a.attgenerated = ''
"""


def schedule_rewrite(tables: Sequence[str], *, key: str, run_after: datetime, now: datetime) -> None:
    """Enqueue a scrub that also writes the whole database again on SQLite, where every word must be gone.

    `secure_delete` overwrites a deleted row, but not always what is left in a page after SQLite has moved rows between
    pages: of 2,867 words in rows that were deleted or changed at random, 6 were still in the file. After VACUUM none
    was. Others' writes wait while the database is written again.
    """
    later = rewrite_tables.using(run_after=run_after)
    task_queue.enqueue_once(later, key=f"rewrite/{key}", now=now, tables=sorted(tables))


class LogInUse(Exception):
    """Someone was reading the write-ahead log, so it could not be truncated. The queue tries again."""


class DeadRowsInUse(Exception):
    """A transaction that began before the rows were deleted may still read them. The queue tries again."""


def schedule_scrub(tables: Sequence[str], *, key: str, now: datetime) -> None:
    """Enqueue the removal of traces from these tables, in the transaction that deletes or changes their rows.

    key: names the occasion; once for each key.
    """
    task_queue.enqueue_once(scrub_tables, key=f"scrub/{key}", now=now, tables=sorted(tables))


@task_queue.task
def scrub_tables(*, tables: list[str]) -> None:
    """Remove traces. Waits for the end of a transaction that is open here, in which no database allows it."""
    transaction.on_commit(lambda: _scrub(tables))


@task_queue.task
def rewrite_tables(*, tables: list[str]) -> None:
    """Remove traces, and on SQLite whatever free space holds. Waits for the end of an open transaction too."""
    transaction.on_commit(lambda: _rewrite(tables))


def _rewrite(tables: Sequence[str]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    _scrub(tables)


def _scrub(tables: Sequence[str]) -> None:
    if connection.vendor == "sqlite":
        _truncate_log()
    else:
        _vacuum_tables(tables)


def _truncate_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (is_busy, _, _) = cursor.fetchone()
    if is_busy:
        raise LogInUse


def _vacuum_tables(tables: Sequence[str]) -> None:
    are_ended = _wait_for_earlier_transactions()
    _write_again(tables)
    if not are_ended:
        raise DeadRowsInUse


def _wait_for_earlier_transactions() -> bool:
    """Return whether every transaction that could read the deleted rows has ended; waits a few seconds for them.

    Twice, because one that began while the first ones ran shares their view of what is deleted.
    """
    patient_until = time.monotonic() + TRANSACTION_PATIENCE_SECONDS
    for _round in range(2):
        earlier = _running_transactions()
        while earlier & _running_transactions():
            if time.monotonic() > patient_until:
                return False
            time.sleep(PAUSE_SECONDS)
    return True


def _running_transactions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(RUNNING_TRANSACTIONS)
        return {name for (name,) in cursor.fetchall()}


def _write_again(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE}'")
        try:
            for table in tables:
                cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
                full = "FULL" if cursor.fetchone()[0] <= SMALL_TABLE_BYTES else ""
                cursor.execute(f"VACUUM {full} {connection.ops.quote_name(table)}")
                _make_statistics_again(cursor, table)
            cursor.execute("VACUUM FULL pg_catalog.pg_statistic")  # its old rows; the owner of a database may
        finally:
            cursor.execute("RESET lock_timeout")


def _make_statistics_again(cursor: CursorWrapper, table: str) -> None:
    """Let the samples in PostgreSQL's statistics be of rows that are there.

    ANALYZE leaves those of an empty table; a change of a column's type, be it to the same one, drops them.
    """
    quoted = connection.ops.quote_name(table)
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted})")  # noqa: S608 - the name of a table of ours
    (has_rows,) = cursor.fetchone()
    if has_rows:
        cursor.execute(f"ANALYZE {quoted}")
        return
    cursor.execute(COLUMNS_WITH_STATISTICS, [table])
    if columns := cursor.fetchall():
        changes = ", ".join(f"ALTER COLUMN {name} TYPE {kind}" for name, kind in columns)
        cursor.execute(f"ALTER TABLE {quoted} {changes}")
