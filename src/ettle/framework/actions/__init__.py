"""Put frameworks and the logic model in place, bring items in from a file, and say what is checked."""

from __future__ import annotations

from ettle.framework.actions.drafting import for_a_moment, lay, put_rows
from ettle.framework.actions.editing import (
    change_framework,
    new_edition,
    put_association,
    put_item,
    put_link,
    put_node,
    take_association_away,
    take_item_away,
    take_link_away,
    take_node_away,
)
from ettle.framework.actions.frameworks import identifier, put_framework
from ettle.framework.actions.imports import (
    close_gap,
    confirm,
    discard,
    hand_in,
    look_at,
    mark_checked,
    take_back,
    what_depends,
)
from ettle.framework.actions.logic_model import put_logic_model

__all__ = [
    "change_framework",
    "close_gap",
    "confirm",
    "discard",
    "for_a_moment",
    "hand_in",
    "identifier",
    "lay",
    "look_at",
    "mark_checked",
    "new_edition",
    "put_association",
    "put_framework",
    "put_item",
    "put_link",
    "put_logic_model",
    "put_node",
    "put_rows",
    "take_association_away",
    "take_back",
    "take_item_away",
    "take_link_away",
    "take_node_away",
    "what_depends",
]
