"""The actions of this room. Only the writer of an entry can do them."""

from __future__ import annotations

from ettle.learning_log.actions.attachments import attach_files, detach_file
from ettle.learning_log.actions.entries import (
    SavedEntry,
    SubmittedPart,
    delete_entry,
    link,
    restore_version,
    save_entry,
    save_part,
    unlink,
)
from ettle.learning_log.types import EntryNotFound

__all__ = [
    "EntryNotFound",
    "SavedEntry",
    "SubmittedPart",
    "attach_files",
    "delete_entry",
    "detach_file",
    "link",
    "restore_version",
    "save_entry",
    "save_part",
    "unlink",
]
