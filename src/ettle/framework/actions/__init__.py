"""Put frameworks and the logic model in place, and edit what they hold."""

from __future__ import annotations

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
from ettle.framework.actions.logic_model import put_logic_model

__all__ = [
    "change_framework",
    "identifier",
    "new_edition",
    "put_association",
    "put_framework",
    "put_item",
    "put_link",
    "put_logic_model",
    "put_node",
    "take_association_away",
    "take_item_away",
    "take_link_away",
    "take_node_away",
]
