"""A line of the audit log that is changed, removed, added or cut off after it was sealed is found."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection, transaction

from ettle.kit import audit
from ettle.kit.audit import chain_check, seals, signed_heads
from ettle.kit.models import AuditLine, AuditSeal
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.locks]


@pytest.fixture(autouse=True)
def heads(tmp_path: Path, settings: Any) -> Path:
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.jsonl"
    return tmp_path / "audit-heads.jsonl"


def write_lines(count: int = 3) -> None:
    isla = cast.isla()
    for number in range(count):
        audit.record(isla, f"did thing {number}", isla, now=NOW + timedelta(seconds=number))


def seal(minutes: int = 10) -> None:
    seals.seal_audit_lines.call(at=(NOW + timedelta(minutes=minutes)).isoformat())


@pytest.fixture
def sealed() -> None:
    """Two seals."""
    write_lines()
    seal()
    write_lines()
    seal(20)


def problems() -> str:
    return " ".join(chain_check.check_chain().problems)


@pytest.mark.usefixtures("sealed")
def test_a_log_that_nobody_touched_is_whole() -> None:
    out = StringIO()
    call_command("checkaudit", stdout=out)

    report = chain_check.check_chain()
    assert (report.problems, report.seals, report.unsealed) == ([], 2, 0)
    assert report.lines == AuditLine.objects.count()
    assert "The audit log is whole." in out.getvalue()


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("change", [{"act": "x"}, {"at": NOW}, {"actor_id": None}, {"subject_key": "x"}])
def test_a_changed_line_is_found(change: dict[str, Any]) -> None:
    AuditLine.objects.filter(act="did thing 1", seal=1).update(**change)

    assert "Seal 1 (2026-10-05" in problems()
    assert "was changed" in problems()
    with pytest.raises(CommandError, match="not whole"):
        call_command("checkaudit", stdout=StringIO())


@pytest.mark.usefixtures("sealed")
def test_a_removed_line_is_found() -> None:
    AuditLine.objects.filter(act="did thing 1", seal=1).delete()

    assert "but" in problems()
    assert "Seal 1 (" in problems()


@pytest.mark.usefixtures("sealed")
def test_a_line_that_is_taken_out_of_its_seal_to_change_it_is_found() -> None:
    AuditLine.objects.filter(act="did thing 1", seal=1).update(seal=None, act="did nothing")
    seal(30)

    assert "Seal 1 (" in problems()


@pytest.mark.usefixtures("sealed")
def test_a_seal_that_is_made_to_fit_a_change_is_found() -> None:
    AuditLine.objects.filter(act="did thing 1", seal=1).update(act="did nothing")
    for row in AuditSeal.objects.order_by("number"):
        row.previous = AuditSeal.objects.get(number=row.number - 1).digest if row.number > 1 else ""
        row.digest = seals.seal_digest(row, AuditLine.objects.filter(seal=row).order_by("id"))
        row.save()

    assert "Seal 1 (2026-10-05 09:10 UTC) is not the one that was signed" in problems()


@pytest.mark.usefixtures("sealed")
def test_an_end_that_was_cut_off_is_found_and_can_be_accepted_after_a_restore(heads: Path) -> None:
    AuditLine.objects.filter(seal=2).delete()
    AuditSeal.objects.filter(number=2).delete()

    assert "Seal 2 is missing" in problems()
    write_lines(1)
    seal(30)
    assert AuditSeal.objects.order_by("number").last() == AuditSeal.objects.get(number=3)
    assert problems().count("missing") == 1

    out = StringIO()
    call_command("checkaudit", "--accept-missing", stdout=out)
    assert "which an operator has accepted" in out.getvalue()
    call_command("checkaudit", stdout=out)


@pytest.mark.usefixtures("sealed")
def test_seals_that_are_missing_in_the_middle_are_found() -> None:
    write_lines(1)
    seal(30)
    AuditLine.objects.filter(seal=2).delete()
    AuditSeal.objects.filter(number=2).delete()

    assert problems() == (
        "Seal 2 is missing: the lines in them were cut off, or an older copy of the database was restored."
    )


@pytest.mark.usefixtures("sealed")
def test_without_the_file_of_heads_the_log_is_not_called_whole(heads: Path) -> None:
    heads.unlink()

    assert "is missing. Put its newest copy there" in problems()


@pytest.mark.usefixtures("sealed")
def test_a_head_that_was_changed_or_signed_by_somebody_else_is_found(heads: Path, settings: Any) -> None:
    whole = heads.read_text()
    heads.write_text(whole.replace('"seal": 2', '"seal": 1'))
    assert "that line was changed" in problems()

    heads.write_text(whole)
    settings.SECRET_KEY = "another-" + "y" * 50
    assert "was not signed with this site's secret key" in problems()

    write_lines(1)
    seal(30)
    report = chain_check.check_chain()
    assert report.problems == []
    assert report.notes == ["2 earlier heads were signed with another secret key."]


@pytest.mark.usefixtures("sealed")
def test_a_file_of_heads_that_cannot_be_read_is_a_problem(heads: Path) -> None:
    heads.write_text("{}\n")

    assert "line 1 cannot be read" in problems()


def test_a_head_that_a_crash_kept_from_the_file_is_signed_later(monkeypatch: pytest.MonkeyPatch, heads: Path) -> None:
    write_lines()

    def full(_seal: AuditSeal) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(signed_heads, "append_head", full)
        with pytest.raises(OSError, match="No space"):
            seal()
    assert not heads.exists()

    seal(20)
    assert problems() == ""


def test_a_line_that_is_committed_after_a_larger_id_was_sealed_is_in_the_next_seal() -> None:
    write_lines()
    last = AuditLine.objects.order_by("-id")[0]
    AuditLine.objects.create(pk=last.pk + 2, act="committed first", at=NOW)
    seal()
    AuditLine.objects.create(pk=last.pk + 1, act="committed later", at=NOW)
    seal(20)

    assert AuditLine.objects.get(act="committed later").seal_id == 2
    assert problems() == ""


def test_many_lines_are_sealed_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH_SIZE", 2)
    write_lines(5)
    seal()

    assert AuditSeal.objects.count() >= 3
    assert problems() == ""


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_seal_at_once_seal_each_line_once() -> None:
    write_lines(40)
    start = threading.Barrier(2)
    failed: list[str] = []

    def work() -> None:
        try:
            start.wait()
            seal()
        except Exception as error:
            failed.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    seal(20)

    assert set(failed) <= {"IntegrityError", "SealedMeanwhile"}
    assert not AuditLine.objects.filter(seal=None).exists()
    assert problems() == ""


def seal_and_close() -> None:
    seal()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_does_not_wait_for_a_seal_and_nothing_uncommitted_is_sealed() -> None:
    """On SQLite there is one writer at a time anyway; on PostgreSQL the transactions overlap."""
    write_lines()
    if connection.vendor == "sqlite":
        seal()
        assert problems() == ""
        return
    with transaction.atomic():
        audit.record(None, "not yet committed", None, now=NOW)
        thread = threading.Thread(target=seal_and_close)
        thread.start()
        thread.join(20)
        assert not thread.is_alive()
    assert AuditLine.objects.get(act="not yet committed").seal_id is None
    seal(20)
    assert problems() == ""
