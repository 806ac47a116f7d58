"""The item types there are: every folder in here that has a module item_type with an ITEM_TYPE."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ettle.activities import items
from ettle.activities.items.item_type import ItemType, Progress
from ettle.activities.items.published_content import published_part

if TYPE_CHECKING:
    from ettle.activities.items.play import Play

NOT_A_TYPE = "tests"


@cache
def item_types() -> tuple[ItemType[Any], ...]:
    """Every type, by key. Raises ImportError for a folder without its module item_type."""
    folders = sorted(module.name for module in pkgutil.iter_modules(items.__path__) if module.ispkg)
    return tuple(_load_item_type(folder) for folder in folders if folder != NOT_A_TYPE)


def _load_item_type(folder: str) -> ItemType[Any]:
    item_type: ItemType[Any] = import_module(f"{items.__name__}.{folder}.item_type").ITEM_TYPE
    if item_type.key != folder:
        raise ImportError(f"The folder {folder} holds the item type {item_type.key}. Give both the same name.")
    return item_type


def find_item_type(key: str) -> ItemType[Any]:
    """Raises LookupError for a key of no type."""
    for item_type in item_types():
        if item_type.key == key:
            return item_type
    raise LookupError(key)


def play_item_type(play: Play) -> ItemType[Any]:
    """The type of the activity that is played."""
    return find_item_type(play.version.activity.kind)


def read_progress(play: Play) -> Progress:
    """Where a play stands after its responses."""
    item_type = play_item_type(play)
    return item_type.read_progress(published_part(item_type.spec, play.version), play.seed, play.responses)
