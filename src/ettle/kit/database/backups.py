"""A backup of a site in one file: its SQLite database and uploaded files. Never its keys.

With ETTLE_BACKUP_KEY the file is encrypted (`backup_encryption`).

A site on PostgreSQL is backed up with PostgreSQL's own tools (docs/how-to/deploy.md).
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import sqlite3
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from ettle.kit.database import backup_encryption
from ettle.kit.refusal import Refused

DATABASE, MANIFEST, MEDIA, ARCHIVE = "ettle.sqlite3", "about.json", "media", "archive.tar.gz"
FORMAT = 1
BLOCK = 1_000_000  # bytes read at once
# What reading a file raises that is no backup, or not a whole one: cut off, changed, or of something else.
NOT_WHOLE = (OSError, EOFError, zlib.error, tarfile.TarError, sqlite3.Error, ValueError, KeyError, TypeError)


def create_backup(target: Path, *, now: datetime) -> int:
    """Write a backup and return its size in bytes. The site can stay in use meanwhile.

    Raises Refused on another database than SQLite, when the file exists already, and when it cannot be written.
    """
    if connection.vendor != "sqlite":
        raise Refused("This site keeps its data in PostgreSQL. Use pg_dump, as docs/how-to/deploy.md says.")
    if target.exists():
        raise Refused(f"{target} exists already. Name a new file, so that no backup is lost.")
    partial = target.with_suffix(target.suffix + ".partial")
    try:
        with tempfile.TemporaryDirectory() as folder:
            _write_archive(partial, Path(folder), now)
        partial.rename(target)
    except OSError as error:
        raise Refused(f"The backup could not be written to {target}: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _write_archive(path: Path, folder: Path, now: datetime) -> None:
    """Write the archive. folder: a temporary one, for the copy of the database."""
    copy, about = folder / DATABASE, folder / MANIFEST
    _copy_database(Path(str(settings.DATABASES["default"]["NAME"])), copy)
    about.write_text(json.dumps({"made_at": now.isoformat(), "format": FORMAT}))
    # It holds everything that people wrote: for its owner only, whatever the umask is.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)
    with (
        os.fdopen(handle, "wb") as file,
        _written_file(file) as content,
        tarfile.open(fileobj=content, mode="w|gz") as archive,
    ):
        archive.add(about, MANIFEST)
        archive.add(copy, DATABASE)
        if Path(settings.MEDIA_ROOT).exists():
            archive.add(settings.MEDIA_ROOT, MEDIA)


def _written_file(file: IO[bytes]) -> contextlib.AbstractContextManager[IO[bytes]]:
    """Return what the archive is written into: the file, or with ETTLE_BACKUP_KEY what encrypts on the way to it."""
    if settings.BACKUP_KEY is None:
        return contextlib.nullcontext(file)
    return backup_encryption.encrypted_file(file, settings.BACKUP_KEY)


def restore_backup(source: Path) -> str:
    """Restore a backup into this site's data folder, and return when it was made.

    Raises Refused when there is a database already, or when the file is not a whole backup of ours. Then nothing is
    left behind.
    """
    database, media = Path(str(settings.DATABASES["default"]["NAME"])), Path(settings.MEDIA_ROOT)
    if database.exists() or media.exists():
        raise Refused(f"{database.parent} has data. Restore into an empty data folder, so that nothing is overwritten.")
    is_new_folder = not settings.DATA_DIR.exists()
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
            made_at = _extract_archive(_decrypted(source, Path(folder)), Path(folder))
            if Path(folder, MEDIA).exists():
                Path(folder, MEDIA).rename(media)
            Path(folder, DATABASE).chmod(0o600)
            Path(folder, DATABASE).rename(database)
    except (Refused, *NOT_WHOLE) as error:
        if is_new_folder:
            settings.DATA_DIR.rmdir()
        if isinstance(error, Refused):
            raise
        raise Refused(_refusal_words(source, error)) from error
    return made_at


def _decrypted(source: Path, folder: Path) -> Path:
    """Return the archive in the clear: the file itself, or one in this folder. Raises Refused without the key."""
    if not backup_encryption.is_encrypted(source):
        return source
    backup_encryption.decrypt_file(source, folder / ARCHIVE)
    return folder / ARCHIVE


def _extract_archive(source: Path, folder: Path) -> str:
    """Extract a backup, check that it is whole, and return when it was made. Raises one of NOT_WHOLE."""
    with gzip.open(source) as content:
        while content.read(BLOCK):  # to the end, where the checksum is: an archive is read only up to its own end
            pass
    with tarfile.open(source, mode="r:gz") as archive:
        archive.extractall(folder, filter="data")
    about = json.loads((folder / MANIFEST).read_text())
    if about["format"] != FORMAT:
        raise ValueError("another format")
    with contextlib.closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise ValueError("a damaged database")
    return str(about["made_at"])


def _refusal_words(source: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and error.filename == str(source):
        return f"There is no file {source}."
    if isinstance(error, PermissionError):
        return f"{error.filename} cannot be read or written: {error.strerror}."
    return f"{source} is not a whole backup of Ettle. It may have been cut off when it was copied: copy it again."


def _copy_database(source: Path, target: Path) -> None:
    # SQLite's own backup: pages that change while it runs are copied again, so the copy is consistent.
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing, pages=1000)
    reading.close()
    writing.close()
