"""What others may hold of this room: topics of a scheme, a counted piece of learning, a year of learning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Where a piece of learning was suggested from; OWN is written by the person."""

    LOG = "log"
    ANSWER = "answer"
    AREA = "area"
    ACTIVITY = "activity"
    BADGE = "badge"
    OWN = "own"


@dataclass(frozen=True)
class Part:
    """Something that a topic must include. key: "4/adult", the topic's key and its own."""

    key: str
    title: str


@dataclass(frozen=True)
class Topic:
    """A topic of the scheme in its current wording. only_for: the key of a group that has it in addition."""

    key: str
    title: str
    statement: str
    parts: tuple[Part, ...] = ()
    only_for: str = ""


@dataclass(frozen=True)
class LearningYear:
    """The days from first to last, both included."""

    first: date
    last: date

    def includes(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def number(self) -> int:
        """The calendar year in which it begins, by which addresses name it."""
        return self.first.year


def year_around(day: date, *, registered_on: date | None) -> LearningYear:
    """Return the year that includes this day: from the day of a registration, or else a calendar year."""
    begins_on = _anniversary(registered_on, day.year)
    number = day.year if begins_on <= day else day.year - 1
    return numbered_year(number, registered_on=registered_on)


def numbered_year(number: int, *, registered_on: date | None) -> LearningYear:
    """Return the year that begins in this calendar year."""
    following = _anniversary(registered_on, number + 1)
    return LearningYear(_anniversary(registered_on, number), following - timedelta(days=1))


def _anniversary(registered_on: date | None, number: int) -> date:
    if registered_on is None:
        return date(number, 1, 1)
    try:
        return registered_on.replace(year=number)
    except ValueError:  # 29 February
        return date(number, 3, 1)
