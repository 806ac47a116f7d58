"""What is known of the last backup: a file in the data folder, outside the database and in no backup.

So a restore does not bring back the record of an older backup, and every process of a machine reads the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ettle.kit.refusal import Refused

NAME = "last-backup.json"
BLOCK = 1_000_000  # bytes read at once


@dataclass(frozen=True)
class BackupRecord:
    """made_at: when. path: where it was written. size: bytes. digest: SHA-256 in hexadecimal."""

    made_at: datetime
    path: Path
    size: int
    digest: str


def record_backup(path: Path, *, now: datetime) -> BackupRecord:
    """Record that this file is the newest backup. Reads all of it. Raises Refused when that does not work."""
    try:
        record = BackupRecord(now, path.resolve(), path.stat().st_size, hash_file(path))
        about = {"made_at": now.isoformat(), "path": str(record.path), "size": record.size, "sha256": record.digest}
        partial = _place().with_suffix(".partial")
        partial.write_text(json.dumps(about))
        partial.replace(_place())
    except OSError as error:
        name = error.filename or path
        raise Refused(f"The backup could not be recorded: {name} cannot be used ({error.strerror}).") from error
    return record


def read_last_backup() -> BackupRecord | None:
    """Return what is recorded of the last backup; None when there was none, or when the record cannot be read."""
    try:
        about = json.loads(_place().read_text())
        return BackupRecord(
            datetime.fromisoformat(about["made_at"]), Path(about["path"]), int(about["size"]), str(about["sha256"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _place() -> Path:
    return Path(settings.DATA_DIR) / NAME
