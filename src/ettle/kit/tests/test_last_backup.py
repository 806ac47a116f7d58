"""When the last backup was made, and whether it is still whole, is known outside the database."""

from __future__ import annotations

import sqlite3
import tarfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from ettle.kit.checks import backup_checks, backup_states
from ettle.kit.checks.site_checks import NotChecked, Problem
from ettle.kit.database import last_backup
from ettle.kit.models import SiteAddress

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public site, whose data folder is the test's own."""
    settings.DATA_DIR, settings.BACKUP_DAYS = tmp_path, 2
    monkeypatch.setattr(backup_checks, "is_public_url", lambda _: True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.dump"
    path.write_bytes(b"everything")
    return path


def words_of(found: Any) -> str:
    assert isinstance(found, Problem)
    assert found.step
    return found.wrong


def test_a_backup_of_another_program_is_recorded(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(copy), "--record")

    last = last_backup.read_last_backup()
    assert last is not None
    assert (last.path, last.size) == (copy, 10)
    assert timezone.now() - last.made_at < timedelta(minutes=1)
    assert "Recorded" in capsys.readouterr().out
    assert copy.read_bytes() == b"everything"


def test_a_file_that_is_not_there_cannot_be_recorded(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", str(tmp_path / "none"), "--record")

    assert last_backup.read_last_backup() is None


def test_an_old_backup_is_a_problem_after_the_days_that_are_set(copy: Path, now: datetime, settings: Settings) -> None:
    last_backup.record_backup(copy, now=now - timedelta(days=3))

    assert words_of(backup_checks.find_backup_problem(now)) == "The last backup is 3\xa0days old."
    settings.BACKUP_DAYS = 4
    assert backup_checks.find_backup_problem(now) is None
    settings.BACKUP_DAYS = 0
    assert isinstance(backup_checks.find_backup_problem(now), NotChecked)


def test_no_backup_is_a_problem_once_the_site_is_older_than_that(now: datetime) -> None:
    SiteAddress.objects.all().delete()
    address = SiteAddress.objects.create(url="https://learn.example.org", since=now - timedelta(days=1))
    assert backup_checks.find_backup_problem(now) is None

    SiteAddress.objects.filter(pk=address.pk).update(since=now - timedelta(days=3))

    assert words_of(backup_checks.find_backup_problem(now)) == "No backup was ever made of this data."


@pytest.mark.parametrize("content", [b"everythinG", b"every"])
def test_a_backup_that_was_changed_or_cut_off_is_a_problem(copy: Path, now: datetime, content: bytes) -> None:
    last_backup.record_backup(copy, now=now)
    assert backup_checks.find_backup_fault(now) is None

    copy.write_bytes(content)

    assert "cannot be read or was changed" in words_of(backup_checks.find_backup_fault(now))


def test_a_backup_that_was_moved_elsewhere_is_not_checked(copy: Path, now: datetime) -> None:
    last_backup.record_backup(copy, now=now)
    copy.unlink()

    assert isinstance(backup_checks.find_backup_fault(now), NotChecked)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_at": "now"}', "{", '{"made_at": 1}'])
def test_a_damaged_record_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / last_backup.NAME).write_text(text)

    assert last_backup.read_last_backup() is None


def test_administrators_and_monitoring_see_its_age(copy: Path, now: datetime) -> None:
    (none,) = backup_states.list_states(now)
    assert list(backup_states.list_figures(now)) == []
    last_backup.record_backup(copy, now=now - timedelta(days=3))

    (state,) = backup_states.list_states(now)
    (figure,) = backup_states.list_figures(now)

    assert none.words == "None is recorded"
    assert (state.words, state.is_good) == ("3\xa0days ago", False)
    assert figure.value == 3 * 24 * 60 * 60


def test_a_backup_of_ours_records_itself_and_has_no_record_in_it(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with sqlite3.connect(folder / "ettle.sqlite3") as database:
        database.execute("create table kept (word text)")
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    database_settings = {**settings.DATABASES["default"], "NAME": str(folder / "ettle.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database_settings)
    monkeypatch.setattr("ettle.kit.operations.site_command.require_site", lambda: None)
    monkeypatch.setattr("ettle.kit.database.backups.connection.vendor", "sqlite")
    for name in ("first.tar.gz", "second.tar.gz"):
        call_command("backup", str(tmp_path / name))

    last = last_backup.read_last_backup()

    assert last is not None
    assert last.path == tmp_path / "second.tar.gz"
    assert backup_checks.find_backup_fault(timezone.now()) is None
    with tarfile.open(last.path) as archive:
        assert last_backup.NAME not in archive.getnames()
