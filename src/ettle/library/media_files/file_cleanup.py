"""Files that no row names.

When a process is killed the database rolls back, but its files stay. Files that a newer picture has replaced stay too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.models import Rendition

from ettle.library.media_files.models import Film, PackFile

FOLDERS = ("original_images", "images", "films", "captions", "drawings")
# A file is written before the row that names it. No load takes as long as this.
MIN_FILE_AGE = timedelta(days=1)


def delete_unused_files(now: datetime) -> int:
    """Delete files older than a day that no row names. Returns how many."""
    # In this order: a row committed between the two queries can only name a newer file.
    old = set(_files_older_than(now - MIN_FILE_AGE))
    unused = old - set(_referenced_files()) if old else old
    for name in sorted(unused):
        default_storage.delete(name)
    return len(unused)


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
