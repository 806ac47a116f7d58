"""What other rooms may hold of frameworks, and offer beside the logic model."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import uuid4

from ettle.kit.refusal import Refused


class PersonalKind(StrEnum):
    """What a person linked to the model."""

    LOG = "log"
    GOAL = "goal"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class PersonalLink:
    """Something that a person linked to the model, shown to that person alone.

    node: the key of the node. item: the key of a theme or a capability instead, whose nodes are meant.
    """

    node: str
    words: str
    path: str
    kind: PersonalKind = PersonalKind.LOG
    item: str = ""


@dataclass(frozen=True)
class ModelUse:
    """Something to do with the model, such as an activity. hint: how long it takes, or who else takes part."""

    words: str
    path: str
    hint: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A database in memory, serialized by SQLite. refused: the drafts that could not be written to it and why, by
    subject; for these it has the rows of the site. name: unique."""

    image: bytes
    refused: dict[str, Refused] = field(default_factory=dict)
    name: str = field(default_factory=lambda: uuid4().hex)
