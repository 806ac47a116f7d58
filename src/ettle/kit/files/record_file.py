"""Files of records outside the database, one JSON object a line. Lines are only appended, each on disk at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class DamagedRecord(Exception):
    """A line of the file cannot be read, in words for the operator."""


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Append a record; it is on disk when this returns. Raises OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    # A line that a crash cut off is ended first, or this one would continue it.
    begin = "" if is_new or _has_final_newline(path) else "\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{begin}{json.dumps(record)}\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)


def read_records(path: Path, parse: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """Yield what `parse` makes of each record; nothing when there is no file.

    A line that does not end as one was cut off by a crash, before what it was about to record. Raises DamagedRecord
    for any other line that is not JSON or that `parse` fails on.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith("}\n"):
                continue
            try:
                yield parse(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise DamagedRecord(
                    f"{path}: line {number} cannot be read. Put a copy of the file in its place."
                ) from error


def _has_final_newline(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _sync_folder(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
