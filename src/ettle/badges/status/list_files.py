"""Each status list as a file too, as last signed, so that it is served while the database is down.

Written after the transaction that signed the list, and again every hour where a file is missing or differs, as after a
crash. On several machines each has the files of the lists that it signed; in front of them a cache does the same.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ettle.badges.models import StatusList


def write_list_file(number: uuid.UUID) -> None:
    """Write what the database has of a list. The last of several writers at once writes the newest."""
    with _lock_folder() as folder:
        document = StatusList.objects.filter(uuid=number).values_list("document", flat=True).first()
        if document is not None:
            _replace_file(folder / f"{number}.json", bytes(document))


def read_list_file(number: uuid.UUID) -> bytes | None:
    """Return a list as it was last written; None when there is no file."""
    try:
        return (_lists_folder() / f"{number}.json").read_bytes()
    except OSError:
        return None


def write_missing_files() -> int:
    """Write every list whose file is missing or differs. Returns how many."""
    written = 0
    for number, document in StatusList.objects.values_list("uuid", "document").iterator(chunk_size=10):
        if read_list_file(number) != bytes(document):
            write_list_file(number)
            written += 1
    return written


def _lists_folder() -> Path:
    return Path(settings.STATUS_LISTS_DIR)


@contextlib.contextmanager
def _lock_folder() -> Iterator[Path]:
    folder = _lists_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _replace_file(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
