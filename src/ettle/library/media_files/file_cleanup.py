"""Files that no row names.

A database takes back what a process wrote that was killed; a folder of pictures does not. Nor does it let go of what a
newer picture has replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.models import Rendition

from ettle.library.media_files.models import Film, PackFile

FOLDERS = ("original_images", "images", "films", "captions")
# A file is there before the row that will name it. No loading takes so long.
MIN_FILE_AGE = timedelta(days=1)


def delete_unused_files(now: datetime) -> int:
    """Take away what has lain here for a day without a row that names it. Returns how many files went."""
    # In this order: a row that is committed between the two names a file that is not asked about.
    old = set(_files_older_than(now - MIN_FILE_AGE))
    gone = old - set(_referenced_files()) if old else old
    for name in sorted(gone):
        default_storage.delete(name)
    return len(gone)


def _files_older_than(moment: datetime) -> Iterator[str]:
    for folder in FOLDERS:
        if default_storage.exists(folder):
            for file in default_storage.listdir(folder)[1]:
                if default_storage.get_modified_time(f"{folder}/{file}") < moment:
                    yield f"{folder}/{file}"


def _referenced_files() -> Iterator[str]:
    columns = ((get_image_model(), "file"), (Rendition, "file"), (Film, "file"), (Film, "captions"), (PackFile, "file"))
    for model, column in columns:
        yield from model.objects.values_list(column, flat=True).iterator()
