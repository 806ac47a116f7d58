"""What others may hold of this room: ways to hold a session, its stages, an answer, and a plan with its minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from ettle.together.types.specs import PartSpec

P = TypeVar("P", bound="PartSpec")


class Way(StrEnum):
    """How two people hold a session."""

    TWO_PHONES = "two-phones"
    SHARED_PHONE = "one-phone"


class Stage(StrEnum):
    """What a participant does now. HAND_OVER: on one phone, the other person is about to take it."""

    ANSWER = "answer"
    HAND_OVER = "hand-over"
    WAIT = "wait"
    TALK = "talk"


@dataclass(frozen=True)
class SharedAnswer:
    """What a participant chose to share of a question. question: its key. ask: its words."""

    name: str
    question: str
    ask: str
    words: str


@dataclass(frozen=True)
class PlannedPart(Generic[P]):
    """A part of a plan with the minutes that it has: from `first` to `last`, counted from the beginning."""

    part: P
    first: int
    last: int

    @property
    def minutes(self) -> int:
        return self.last - self.first


def plan_parts(parts: Iterable[P], *, main: str, without: Collection[str] = ()) -> list[PlannedPart[P]]:
    """Give each part its minutes. The minutes of the parts in `without` go to the main part, which is always there."""
    parts = list(parts)
    left_out = {part.key for part in parts if part.key in without and part.key != main}
    spare = sum(part.minutes for part in parts if part.key in left_out)
    planned, at = [], 0
    for part in parts:
        if part.key not in left_out:
            last = at + part.minutes + (spare if part.key == main else 0)
            planned.append(PlannedPart(part, at, last))
            at = last
    return planned
