"""Files that hold what people wrote are readable by the site's own account only, whatever the umask is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.mail import EmailMessage, get_connection

from ettle.kit.database import backups
from ettle.people.tests.cast import NOW
from launcher import main


@pytest.fixture(autouse=True)
def _lax_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_emails_as_files_are_private(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    connection = get_connection("ettle.kit.mail.outbox.EmailBackend")
    EmailMessage("Your code", "123456", "site@example.org", ["isla@example.org"], connection=connection).send()

    (file,) = (tmp_path / "outbox").iterdir()
    assert (mode(tmp_path / "outbox"), mode(file)) == ("0o700", "0o600")
    assert b"123456" in file.read_bytes()


def test_several_emails_of_one_connection_go_into_one_file(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    connection = get_connection("ettle.kit.mail.outbox.EmailBackend")
    with connection:
        assert connection.open() is False
        connection.send_messages(
            [EmailMessage(f"No {number}", "", "site@example.org", ["isla@example.org"]) for number in (1, 2)]
        )

    (file,) = (tmp_path / "outbox").iterdir()
    assert file.read_bytes().count(b"Subject:") == 2


def test_a_backup_is_private_and_so_is_what_it_restores(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("site", "empty"):
        (tmp_path / name).mkdir()
    sqlite3.connect(tmp_path / "site" / "ettle.sqlite3").execute("create table kept (word text)")

    def point_at(folder: Path) -> None:
        settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
        database = {**settings.DATABASES["default"], "NAME": str(folder / "ettle.sqlite3")}
        monkeypatch.setitem(settings.DATABASES, "default", database)

    point_at(tmp_path / "site")
    (tmp_path / "copy.tar.gz.partial").write_bytes(b"left by a backup that was stopped")
    backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)
    point_at(tmp_path / "empty")
    backups.restore_backup(tmp_path / "copy.tar.gz")

    assert mode(tmp_path / "copy.tar.gz") == "0o600"
    assert mode(tmp_path / "empty" / "ettle.sqlite3") == "0o600"


def test_uploads_are_private(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path)

    storage.save("log/note.txt", ContentFile(b"What I learnt"))

    assert (mode(tmp_path / "log"), mode(tmp_path / "log" / "note.txt")) == ("0o700", "0o600")


def test_the_launcher_lets_nobody_else_read_what_it_writes(tmp_path: Path) -> None:
    main.main(["--version"])
    main.main([])

    (tmp_path / "file").touch()
    assert mode(tmp_path / "file") == "0o600"
