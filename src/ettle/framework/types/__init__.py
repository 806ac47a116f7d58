"""What other rooms may offer beside the logic model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalLink:
    """Something that a person linked to a node, shown to that person alone. node: its key."""

    node: str
    words: str
    path: str


@dataclass(frozen=True)
class ModelUse:
    """Something to do with the model, such as an activity. hint: how long it takes, or who else takes part."""

    words: str
    path: str
    hint: str = ""
