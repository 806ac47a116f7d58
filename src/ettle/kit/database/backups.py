"""A backup of a site in one file: its SQLite database and uploaded files. Never its keys.

A site on PostgreSQL is backed up with PostgreSQL's own tools (docs/how-to/deploy.md).
"""

from __future__ import annotations

import json
import os
import sqlite3
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from ettle.kit.refusal import Refused

DATABASE, MANIFEST, MEDIA = "ettle.sqlite3", "about.json", "media"


def create_backup(target: Path, *, now: datetime) -> int:
    """Write a backup and return its size in bytes. The site can stay in use meanwhile.

    Raises Refused on another database than SQLite and when the file exists already.
    """
    if connection.vendor != "sqlite":
        raise Refused("This site keeps its data in PostgreSQL. Use pg_dump, as docs/how-to/deploy.md says.")
    if target.exists():
        raise Refused(f"{target} exists already. Name a new file, so that no backup is lost.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, DATABASE)
        _copy_database(Path(str(settings.DATABASES["default"]["NAME"])), copy)
        about = Path(folder, MANIFEST)
        about.write_text(json.dumps({"made_at": now.isoformat(), "format": 1}))
        partial = target.with_suffix(target.suffix + ".partial")
        # It holds everything that people wrote: for its owner only, whatever the umask is.
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(handle, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.add(about, MANIFEST)
            archive.add(copy, DATABASE)
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, MEDIA)
        partial.rename(target)
    return target.stat().st_size


def restore_backup(source: Path) -> str:
    """Restore a backup into this site's data folder, and return when it was made.

    Raises Refused when there is a database already, or when the file is not one of our backups.
    """
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    if database.exists():
        raise Refused(f"{database} exists. Restore into an empty data folder, so that nothing is overwritten.")
    try:
        with tarfile.open(source) as archive, tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
            archive.extractall(folder, filter="data")
            about = json.loads(Path(folder, MANIFEST).read_text())
            if Path(folder, MEDIA).exists():
                Path(folder, MEDIA).rename(settings.MEDIA_ROOT)
            Path(folder, DATABASE).chmod(0o600)
            Path(folder, DATABASE).rename(database)
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Refused(f"{source} is not a whole backup of Ettle.") from error
    return str(about["made_at"])


def _copy_database(source: Path, target: Path) -> None:
    # SQLite's own backup: pages that change while it runs are copied again, so the copy is consistent.
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing, pages=1000)
    reading.close()
    writing.close()
