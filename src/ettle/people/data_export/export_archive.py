"""Everything the site holds about a person in one zip: their data as a page and as JSON, and their files."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.core.files.storage import default_storage

from ettle.people import actions
from ettle.people.data_export.export_page import render_page

if TYPE_CHECKING:
    from ettle.people.models import User

JSON_OPTIONS: dict[str, Any] = {"indent": 2, "ensure_ascii": False}


def build_archive(
    person: User, files: Iterable[str], *, now: datetime, progress: Callable[[int], None] = lambda done: None
) -> IO[bytes]:
    """Return the zip, open for reading. It is a temporary file, deleted when it is closed.

    progress: called after each file with how many are packed.
    """
    zipped: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(zipped, "w") as archive:
        exported = actions.export_personal_data(person, now=now)
        archive.writestr("everything.json", json.dumps(exported, **JSON_OPTIONS))
        archive.writestr("everything.html", render_page(exported))
        for number, name in enumerate(files, start=1):
            if default_storage.exists(name):
                with default_storage.open(name) as file, archive.open(f"files/{name}", "w") as packed:
                    shutil.copyfileobj(file, packed)
            progress(number)
    zipped.seek(0)
    return zipped
