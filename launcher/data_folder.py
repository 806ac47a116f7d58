"""The data folder: one Ettle at a time, the keys that lie outside it, and whether its database can be read."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
from pathlib import Path
from typing import IO
from urllib.parse import quote

from launcher.paths import Stop

DATABASE_PAGE = 4096  # bytes
SPACE_NEEDED = 100_000_000
LARGE = 300_000_000  # bytes: above this a whole check would hold up the start
# As in ettle/kit/operations/environment.py, which refuses the same for every setting.
SYSTEM_FOLDERS = (Path("/proc"), Path("/sys"), Path("/dev"))
SECRET, SEALING, NOTE = "secret.key", "sealing.key", "keys-folder.txt"


def open_folder(folder: Path, *, has_new_keys: bool = False) -> IO[str]:
    """Make the folder, take its lock and return the lock. It is held until the process ends, however it ends.

    has_new_keys: the operator asked for new keys, because those of this data are lost.
    """
    _refuse_system_folder(folder, "The data folder")
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
    _readable(folder / "ettle.sqlite3")
    make_keys(folder, has_new_keys=has_new_keys)
    return lock


def make_keys(folder: Path, *, has_new_keys: bool = False) -> None:
    """Make the site's secret, and the key that seals signing keys: outside the data folder, for their owner only.

    Raises Stop when there is data and its keys are missing: new ones would open nothing of it.
    """
    keys = find_keys_folder(folder)
    _move_keys(folder, keys)
    given = {SECRET: {"ETTLE_SECRET_KEY"}, SEALING: {"ETTLE_SEALING_KEY", "ETTLE_SEALING_KEY_FILE"}}
    missing = [name for name in given if not (keys / name).exists() and not given[name] & set(os.environ)]
    if missing and has_database(folder) and not has_new_keys:
        raise Stop(
            f"The folder of the keys, {keys}, has no {' and no '.join(missing)} for the data in {folder}. "
            "Put the site's own there. If they are lost: ./ettle run --new-keys makes new ones. Then links in emails "
            "sent so far stop working, and answers of open 360s and keys that sign badges cannot be opened any more."
        )
    sealing = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    for name, key in ((SECRET, secrets.token_urlsafe(50)), (SEALING, sealing)):
        if not (keys / name).exists():
            _write_key(keys / name, key)


def find_keys_folder(folder: Path) -> Path:
    """Return the folder of this data folder's keys, made if need be. Raises Stop as locate_keys_folder does."""
    keys = locate_keys_folder(folder)
    note = folder / NOTE
    try:
        keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not note.exists() or note.read_text().strip() != str(keys):
            note.write_text(f"{keys}\n")
    except OSError as error:
        raise Stop(f"The folder of the keys, {keys}, cannot be written to: {error.strerror}.") from error
    return keys


def locate_keys_folder(folder: Path) -> Path:
    """Return where the keys of this data folder are or would be. Makes nothing.

    It is ETTLE_KEYS; else the folder that a note in the data folder names, so that the data can be moved; else one
    among the user's settings. Raises Stop when it lies inside the data folder, whose copies would have them, and for a
    folder of the operating system.
    """
    note = folder / NOTE
    named = os.environ.get("ETTLE_KEYS", "") or (note.read_text().strip() if note.exists() else "")
    keys = Path(named or _default_keys_folder(folder)).expanduser().resolve()
    _refuse_system_folder(keys, "The keys folder")
    if keys.is_relative_to(folder):
        raise Stop(
            f"The folder of the keys, {keys}, lies inside the data folder {folder}: a copy of the data would have the "
            "keys with it. Name another with ETTLE_KEYS."
        )
    return keys


def _refuse_system_folder(folder: Path, what: str) -> None:
    """Raise Stop for a folder in which nothing is kept, before anything is made in it."""
    if any(folder.is_relative_to(system) for system in SYSTEM_FOLDERS):
        raise Stop(f"{what} {folder} cannot be used: nothing in /proc, /sys and /dev is kept. Name another place.")


def _default_keys_folder(folder: Path) -> Path:
    settings = os.environ.get("XDG_CONFIG_HOME", "") or "~/.config"
    return Path(settings, "ettle", f"{folder.name}-{hashlib.sha256(bytes(folder)).hexdigest()[:8]}")


def _move_keys(folder: Path, keys: Path) -> None:
    """Move keys that lie in the data folder, where they were in the first versions, out of it."""
    for name in (SECRET, SEALING):
        if (folder / name).exists() and not (keys / name).exists():
            _write_key(keys / name, (folder / name).read_text())
            (folder / name).unlink()


def _write_key(path: Path, key: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def has_database(folder: Path) -> bool:
    """Whether the folder has a database with a table. A command that only looked may have made one without any.

    Each table is on a page of its own after the first, or still in the write-ahead log.
    """
    database, log = folder / "ettle.sqlite3", folder / "ettle.sqlite3-wal"
    sizes = [file.stat().st_size if file.exists() else 0 for file in (database, log)]
    return sizes[0] > DATABASE_PAGE or sizes[1] > 0


def remove_empty_database(folder: Path) -> None:
    """Remove the empty file that a management command made where there is no site. `run` makes ettle.lock first."""
    if not (folder / "ettle.lock").exists() and not has_database(folder):
        (folder / "ettle.sqlite3").unlink(missing_ok=True)


def read_address(folder: Path) -> str:
    """Return the public address that is stored in the folder's database; "" when there is none."""
    database = folder / "ettle.sqlite3"
    if not database.exists():
        return ""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT url FROM kit_siteaddress WHERE until IS NULL").fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


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
