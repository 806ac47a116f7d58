"""What people choose in an activity, as it is counted: an item with its options. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.activities.models import Response

NOT_REACHED = ""  # the value of an item that a person did not answer


@dataclass(frozen=True)
class ChoiceItem:
    """One thing that a person chooses once. key: unique in its activity, and never changed for a published version.

    title: of the step it belongs to. question: what is asked. options: key and words of each, in the author's order,
    which decides how choices are counted and so never changes for a published version either. attractive: the options
    that someone should choose if the activity is well written; the others may be chosen by no one.
    """

    key: str
    title: str
    question: str
    options: tuple[tuple[str, StrOrPromise], ...]
    attractive: frozenset[str] = frozenset()

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that can be counted of a person: that they did not get here, or which option they chose."""
        return (NOT_REACHED, *(key for key, _words in self.options))


def first_choices(responses: Iterable[Response], act: str) -> dict[str, str]:
    """Step -> the value of its first response of this act, also where it was undone later. responses: as answered."""
    first: dict[str, str] = {}
    for response in responses:
        if response.act == act:
            first.setdefault(response.step, response.value)
    return first
