"""The data folder: one Ettle at a time, its keys, and whether its database can be read."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
import shutil
import sqlite3
from pathlib import Path
from typing import IO

from launcher.paths import Stop

SPACE_NEEDED = 100_000_000
LARGE = 300_000_000  # bytes: above this a whole check would hold up the start


def open_folder(folder: Path) -> IO[str]:
    """Make the folder, take its lock and return the lock. It is held until the process ends, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "ettle.lock").open("w")
    except OSError as error:
        raise Stop(f"The data folder {folder} cannot be written to: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Stop(f"Another Ettle is using {folder}. Stop it first, or name another folder with --data.") from error
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        raise Stop(f"There is too little room on the disk for {folder}: 100 MB are needed.")
    make_keys(folder)
    _readable(folder / "ettle.sqlite3")
    return lock


def make_keys(folder: Path) -> None:
    """The site's secret, and the key that seals signing keys. Never in the database, readable by their owner only."""
    sealing = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    for name, made in (("secret.key", secrets.token_urlsafe(50)), ("sealing.key", sealing)):
        path = folder / name
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())


def _readable(database: Path) -> None:
    if not database.exists():
        return
    damaged = f"The database {database} is damaged. Keep it, and put back a backup: ./ettle restore FILE --data FOLDER."
    try:
        connection = sqlite3.connect(database)
        try:
            check = "quick_check(1)" if database.stat().st_size < LARGE else "schema_version"
            answer = connection.execute(f"PRAGMA {check}").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise Stop(damaged) from error
    if check.startswith("quick") and answer != "ok":
        raise Stop(damaged)
