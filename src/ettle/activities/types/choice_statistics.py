"""How people do an activity, as it may be shown: shares in tenths, never numbers of single people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HALF, ALL = 5, 10
MANY_LEAVE = 2  # tenths of people who stop at a step: from here on it is pointed out


def describe_share(tenths: int) -> str:
    """Tenths in words; 0 is fewer than 1 in 10, and 10 is more than 9 in 10."""
    if tenths <= 0:
        return _("fewer than 1 in 10")
    if tenths >= ALL:
        return _("more than 9 in 10")
    return _("about half") if tenths == HALF else _("about %(number)d in 10") % {"number": tenths}


@dataclass(frozen=True)
class OptionStatistics:
    """One option of an item. tenths: of the people who answered, those who chose it.

    is_attractive: someone should choose it if the activity is well written.
    """

    key: str
    words: StrOrPromise
    tenths: int
    is_attractive: bool = False

    @property
    def share(self) -> str:
        return describe_share(self.tenths)

    @property
    def is_weak(self) -> bool:
        """Almost no one chooses it, and someone should."""
        return self.is_attractive and self.tenths <= 0


@dataclass(frozen=True)
class ItemStatistics:
    """One thing that people choose. options: none where too few people answered."""

    key: str
    title: str
    question: str
    options: Sequence[OptionStatistics] = ()


@dataclass(frozen=True)
class StepStatistics:
    """tenths: of all people, those who took this step or had ended before it. left: tenths who stopped before it."""

    number: int
    tenths: int
    left: int

    @property
    def share(self) -> str:
        return describe_share(self.tenths)

    @property
    def left_share(self) -> str:
        return describe_share(self.left)

    @property
    def is_where_many_leave(self) -> bool:
        return self.left >= MANY_LEAVE


@dataclass(frozen=True)
class RoleStatistics:
    """How the people of one role did one version. role: its key; "" for everyone. people: at least so many, in tens."""

    role: str
    people: int
    published_at: datetime
    items: Sequence[ItemStatistics]
    steps: Sequence[StepStatistics]
    ended: int

    @property
    def ended_share(self) -> str:
        return describe_share(self.ended)

    @property
    def weak_options(self) -> list[tuple[ItemStatistics, OptionStatistics]]:
        """What almost no one chooses, where someone should."""
        return [(item, option) for item in self.items for option in item.options if option.is_weak]

    @property
    def steps_where_many_leave(self) -> list[StepStatistics]:
        return [step for step in self.steps if step.is_where_many_leave]
