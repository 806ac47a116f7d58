"""Put frameworks and the logic model in place, bring items in from a file, and say what is checked."""

from __future__ import annotations

from ettle.framework.actions.drafts import apply_rows, put_rows, temporary_changes
from ettle.framework.actions.edits import (
    change_framework,
    new_edition,
    put_association,
    put_item,
    put_link,
    put_node,
    remove_association,
    remove_item,
    remove_link,
    remove_node,
)
from ettle.framework.actions.frameworks import permanent_identifier, put_framework
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

__all__ = [
    "apply_rows",
    "change_framework",
    "close_gap",
    "confirm_import",
    "discard_import",
    "find_undo_obstacles",
    "mark_checked",
    "new_edition",
    "permanent_identifier",
    "preview_import",
    "put_association",
    "put_framework",
    "put_item",
    "put_link",
    "put_logic_model",
    "put_node",
    "put_rows",
    "remove_association",
    "remove_item",
    "remove_link",
    "remove_node",
    "temporary_changes",
    "undo_import",
    "upload_import",
]
