"""Write frameworks and the logic model, import items from a file, and mark items as checked."""

from __future__ import annotations

from ettle.framework.actions.drafts import build_snapshot, put_rows
from ettle.framework.actions.frameworks import put_framework
from ettle.framework.actions.imports import (
    close_gap,
    confirm_import,
    discard_import,
    find_undo_obstacles,
    mark_checked,
    preview_import,
    undo_import,
    upload_import,
)
from ettle.framework.actions.logic_model import put_logic_model
from ettle.framework.actions.versions import lock_changes

__all__ = [
    "build_snapshot",
    "close_gap",
    "confirm_import",
    "discard_import",
    "find_undo_obstacles",
    "lock_changes",
    "mark_checked",
    "preview_import",
    "put_framework",
    "put_logic_model",
    "put_rows",
    "undo_import",
    "upload_import",
]
