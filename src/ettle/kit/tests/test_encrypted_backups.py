"""With a public key, a backup can be read by the holder of the private key alone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from ettle.kit.checks import backup_checks
from ettle.kit.checks.site_checks import Problem
from ettle.kit.database import backup_encryption, backups
from ettle.kit.refusal import Refused
from ettle.people.tests.cast import NOW

SECRET = b"isla wrote this"


class Keyring:
    """A folder of gpg with one key without a passphrase. Its path is short: gpg's socket is in it."""

    def __init__(self, folder: str, *, until: str = "never") -> None:
        self.home = tempfile.mkdtemp(prefix="gpg-", dir="/tmp")
        self.public_key = Path(folder) / f"{Path(self.home).name}.asc"
        self.run("--passphrase", "", "--quick-gen-key", "backups@example.org", "future-default", "default", until)
        self.public_key.write_bytes(self.run("--armor", "--export").stdout)

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        command = ["gpg", "--homedir", self.home, "--batch", "--pinentry-mode", "loopback", *words]
        return subprocess.run(command, check=True, capture_output=True)

    def remove(self) -> None:
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=False, capture_output=True)
        shutil.rmtree(self.home, ignore_errors=True)


@pytest.fixture(scope="module")
def keyrings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Keyring, Keyring]]:
    """That of the operator, and that of somebody else."""
    folder = str(tmp_path_factory.mktemp("keys"))
    pair = Keyring(folder), Keyring(folder)
    yield pair
    for keyring in pair:
        keyring.remove()


def point_at(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    database = {**settings.DATABASES["default"], "NAME": str(folder / "ettle.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database)


@pytest.fixture
def copy(
    keyrings: tuple[Keyring, Keyring], tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An encrypted backup of a small site. The data folder is then a new one, that is not there yet."""
    monkeypatch.setattr(connection, "vendor", "sqlite")
    (tmp_path / "site" / "media").mkdir(parents=True)
    (tmp_path / "site" / "media" / "note.txt").write_bytes(SECRET)
    with sqlite3.connect(tmp_path / "site" / "ettle.sqlite3") as database:
        database.execute("create table kept (word text)")
        database.execute("insert into kept values ('saved')")
    point_at(tmp_path / "site", settings, monkeypatch)
    settings.BACKUP_KEY = keyrings[0].public_key
    backups.create_backup(tmp_path / "copy.tar.gz.gpg", now=NOW)
    point_at(tmp_path / "new", settings, monkeypatch)
    return tmp_path / "copy.tar.gz.gpg"


def test_who_has_the_private_key_restores_it(
    copy: Path, keyrings: tuple[Keyring, Keyring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SECRET not in copy.read_bytes()
    monkeypatch.setenv("GNUPGHOME", keyrings[0].home)

    assert backups.restore_backup(copy) == NOW.isoformat()

    rows = sqlite3.connect(tmp_path / "new" / "ettle.sqlite3").execute("select word from kept").fetchall()
    assert rows == [("saved",)]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["ettle.sqlite3", "media"]
    assert (tmp_path / "new" / "media" / "note.txt").read_bytes() == SECRET


def test_with_another_key_it_is_refused_in_words_and_leaves_nothing(
    copy: Path, keyrings: tuple[Keyring, Keyring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GNUPGHOME", keyrings[1].home)

    with pytest.raises(Refused, match="has no key that opens it"):
        backups.restore_backup(copy)

    assert not (tmp_path / "new").exists()


def test_one_that_was_cut_off_or_changed_is_refused(
    copy: Path, keyrings: tuple[Keyring, Keyring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GNUPGHOME", keyrings[0].home)
    whole = copy.read_bytes()
    for content in (whole[:-50], whole[: len(whole) // 2] + b"?" + whole[len(whole) // 2 + 1 :]):
        copy.write_bytes(content)

        with pytest.raises(Refused, match="not a whole backup"):
            backups.restore_backup(copy)
        assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("copy")
def test_a_file_without_a_key_is_a_sentence_and_leaves_no_backup(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(tmp_path / "site", settings, monkeypatch)
    settings.BACKUP_KEY = tmp_path / "no-key.asc"
    settings.BACKUP_KEY.write_text("not a key")

    with pytest.raises(Refused, match="cannot be encrypted with the key in"):
        backups.create_backup(tmp_path / "other.tar.gz.gpg", now=NOW)

    assert not list(tmp_path.glob("other*"))
    found = backup_checks.find_encryption_problem(timezone.now())
    assert isinstance(found, Problem)


def test_without_the_program_it_is_a_sentence(copy: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backup_checks.find_encryption_problem(timezone.now()) is None
    monkeypatch.setattr(backup_encryption, "PROGRAM", "no-such-program")

    with pytest.raises(Refused, match="gpg is not installed"):
        backups.restore_backup(copy)
    found = backup_checks.find_encryption_problem(timezone.now())
    assert isinstance(found, Problem)
