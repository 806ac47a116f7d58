"""What was deleted is not in the database's files any more."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from ettle.kit.database import traces
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people.tests.cast import NOW

WORD = "Quillwort-Marsh"


def files_of_database() -> list[Path]:
    """Return every file that may hold rows: the SQLite database and its log, or the tables' files of PostgreSQL."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return [path for path in (name, name.with_name(f"{name.name}-wal")) if path.exists()]
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
            " WHERE datname = current_database()"
        )
        return [path for path in Path(cursor.fetchone()[0]).iterdir() if path.is_file()]


def holders_of(word: str) -> list[str]:
    return [path.name for path in files_of_database() if word.encode() in path.read_bytes()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.locks
def test_after_the_task_no_file_has_what_was_deleted() -> None:
    line = AuditLine.objects.create(act=WORD, subject_kind="test", subject_key="1", at=NOW)
    AuditLine.objects.filter(pk=line.pk).update(act=f"{WORD} again")
    line.delete()
    assert holders_of(WORD)

    traces.schedule_scrub(["kit_auditline"], key="test", now=NOW)
    task_queue.run_due(NOW)

    assert holders_of(WORD) == []
    assert WaitingTask.objects.exclude(finished_at=None).filter(key="scrub/test").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.locks
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no dead rows for those who read")
def test_rows_that_someone_may_still_read_are_removed_when_they_have_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their transaction, on another table, began before the deletion. The task is not done while the rows are there."""
    monkeypatch.setattr(traces, "TRANSACTION_PATIENCE_SECONDS", 0.2)
    line = AuditLine.objects.create(act=WORD, subject_kind="test", subject_key="1", at=NOW)
    reader = connection.copy()
    with closing(reader), reader.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM kit_waitingtask")
        line.delete()
        traces.schedule_scrub(["kit_auditline"], key="test", now=NOW)
        task_queue.run_due(NOW)
        assert holders_of(WORD)
        assert WaitingTask.objects.filter(key="scrub/test", finished_at=None).exists()

    task_queue.run_due(timezone.now() + timedelta(hours=1))

    assert holders_of(WORD) == []
    assert WaitingTask.objects.exclude(finished_at=None).filter(key="scrub/test").exists()


@pytest.mark.django_db
def test_within_a_transaction_it_waits_for_the_end() -> None:
    traces.scrub_tables.call(tables=["kit_auditline"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.locks
def test_a_rewrite_removes_also_what_moved_between_pages() -> None:
    """Rows of many lengths, changed and deleted in a fixed disorder, so that SQLite moves them about."""
    order = random.Random(1)
    words = {f"Quill{number:04}wort" for number in range(600)}
    for word in sorted(words):
        AuditLine.objects.create(act=(word + " ") * order.choice([1, 5, 14]), at=NOW)
        for line in AuditLine.objects.order_by("subject_key", "id")[: order.choice([0, 1, 2])]:
            if order.random() < 0.5:
                line.delete()
            else:
                AuditLine.objects.filter(pk=line.pk).update(act="gone", subject_key=word[::-1])
    AuditLine.objects.all().delete()

    traces.schedule_rewrite(["kit_auditline"], key="test", run_after=NOW, now=NOW)
    task_queue.run_due(NOW)

    content = b"".join(path.read_bytes() for path in files_of_database())
    assert [word for word in words if word.encode() in content] == []
