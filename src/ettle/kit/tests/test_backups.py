"""A backup taken from a working site gives the site back, and nothing is overwritten."""

from __future__ import annotations

import os
import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import pytest

from ettle.kit.database import backups
from ettle.kit.refusal import Refused
from ettle.people.tests.cast import NOW


@pytest.fixture
def site(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "picture.png").write_bytes(b"picture")
    with sqlite3.connect(folder / "ettle.sqlite3") as database:
        database.execute("create table kept (word text)")
        database.execute("insert into kept values ('saved')")
    _point_at(folder, settings, monkeypatch)
    return folder


def _point_at(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    database = {**settings.DATABASES["default"], "NAME": str(folder / "ettle.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database)


def test_a_backup_restores_into_an_empty_folder(
    site: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backups.create_backup(tmp_path / "copy.tar.gz", now=NOW) > 0
    empty = tmp_path / "empty"
    empty.mkdir()
    _point_at(empty, settings, monkeypatch)

    made_at = backups.restore_backup(tmp_path / "copy.tar.gz")

    assert made_at == NOW.isoformat()
    rows = sqlite3.connect(empty / "ettle.sqlite3").execute("select word from kept").fetchall()
    assert rows == [("saved",)]
    assert (empty / "media" / "picture.png").read_bytes() == b"picture"


def test_a_backup_never_holds_the_sealing_key(site: Path, tmp_path: Path) -> None:
    (site / "sealing.key").write_text("secret-of-the-site")

    backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)

    with tarfile.open(tmp_path / "copy.tar.gz") as archive:
        assert not [name for name in archive.getnames() if "key" in name]


@pytest.mark.usefixtures("site")
def test_nothing_is_overwritten(tmp_path: Path) -> None:
    backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)

    with pytest.raises(Refused, match="exists already"):
        backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)
    with pytest.raises(Refused, match="empty data folder"):
        backups.restore_backup(tmp_path / "copy.tar.gz")


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _point_at(tmp_path, settings, monkeypatch)
    (tmp_path / "holiday.tar.gz").write_bytes(b"not a backup")

    with pytest.raises(Refused, match="not a whole backup"):
        backups.restore_backup(tmp_path / "holiday.tar.gz")


@pytest.mark.parametrize("part", [0.02, 0.5, 0.98, 0.99999])
def test_a_backup_that_was_cut_off_is_refused_in_words_and_leaves_nothing(
    site: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    (site / "media" / "noise.png").write_bytes(os.urandom(50_000))
    backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)
    whole = (tmp_path / "copy.tar.gz").read_bytes()
    (tmp_path / "part.tar.gz").write_bytes(whole[: int(len(whole) * part)])
    _point_at(tmp_path / "new", settings, monkeypatch)

    with pytest.raises(Refused, match="not a whole backup"):
        backups.restore_backup(tmp_path / "part.tar.gz")
    assert not (tmp_path / "new").exists()


def test_a_backup_with_a_changed_byte_is_refused(
    site: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "media" / "noise.png").write_bytes(os.urandom(50_000))
    backups.create_backup(tmp_path / "copy.tar.gz", now=NOW)
    content = bytearray((tmp_path / "copy.tar.gz").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "changed.tar.gz").write_bytes(content)
    _point_at(tmp_path / "new", settings, monkeypatch)

    with pytest.raises(Refused, match="not a whole backup"):
        backups.restore_backup(tmp_path / "changed.tar.gz")


@pytest.mark.parametrize("about", ["{}", "[]", '{"format": 2, "made_at": "today"}', "no json"])
def test_an_archive_of_something_else_is_refused(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, about: str
) -> None:
    (tmp_path / "about.json").write_text(about)
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "about.json", "about.json")
    _point_at(tmp_path / "new", settings, monkeypatch)

    with pytest.raises(Refused, match="not a whole backup"):
        backups.restore_backup(tmp_path / "other.tar.gz")


@pytest.mark.usefixtures("site")
def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be written"):
        backups.create_backup(tmp_path / "no-such-folder" / "copy.tar.gz", now=NOW)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _point_at(tmp_path / "new", settings, monkeypatch)

    with pytest.raises(Refused, match="There is no file"):
        backups.restore_backup(tmp_path / "none.tar.gz")
