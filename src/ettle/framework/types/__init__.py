"""What other rooms may hold of frameworks, and offer beside the logic model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from ettle.kit.refusal import Refused


class FrameworkUse(StrEnum):
    """What the site uses a framework for, whatever its key. Of each use there is at most one framework, in any number
    of editions.

    MAIN: its capabilities and themes are what people assess themselves by, set goals for and read areas about.
    WORKER_CODES, EMPLOYER_CODES: the Codes of Practice for the two. LEARNING_RECORD: the elements by which people
    record the learning of a year. INSPECTION: what an inspection asks.
    """

    MAIN = "main"
    WORKER_CODES = "worker-codes"
    EMPLOYER_CODES = "employer-codes"
    LEARNING_RECORD = "learning-record"
    INSPECTION = "inspection"


class PersonalKind(StrEnum):
    """What a person linked to an item: a log entry, a goal, an answer of an application, an answer whose criterion an
    assessor found met, or a badge that they earned and that is about the item."""

    LOG = "log"
    GOAL = "goal"
    ANSWER = "answer"
    MET = "met"
    BADGE = "badge"


@dataclass(frozen=True)
class PersonalLink:
    """Something of a person that is about an item of a framework or a node of the model, for that person alone.

    framework, key, item: of the item; a node's framework is MODEL. Without `item`, an item of any edition is meant.
    title: of the item, in the wording of the day. words, path: what is about it, and its page. accounts: the names of
    all that it is or was copied from ("log:" or "answer:" and an identifier), so that nothing counts twice.
    """

    framework: str
    key: str
    words: str
    path: str
    kind: PersonalKind = PersonalKind.LOG
    item: UUID | None = None
    title: str = ""
    on: date | None = None
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkTarget:
    """Something that an account can be linked to, with its current wording. group: the heading above it.

    related: (framework, key) of other items; what is linked to them belongs here too, such as the themes of a node.
    """

    framework: str
    edition: str
    item: UUID
    key: str
    title: str
    words: str
    path: str
    group: str = ""
    related: frozenset[tuple[str, str]] = frozenset()

    def is_meant_by(self, link: PersonalLink) -> bool:
        """Whether what a person linked belongs to this item."""
        named = (link.framework, link.key)
        is_this = link.item == self.item if link.item else named == (self.framework, self.key)
        return is_this or named in self.related


@dataclass(frozen=True)
class SuggestedLink:
    """An item that an account may be about, and why we think so. The person decides."""

    target: LinkTarget
    reason: str


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
