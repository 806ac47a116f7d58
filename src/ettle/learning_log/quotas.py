"""How much one person may store in their log. Said from 80 % on, so that nobody meets a quota unprepared.

How often one text may be saved is a rule of the texts room, for answers too (`texts.revisions.MOST_SAVES`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from ettle.kit.refusal import Refused
from ettle.learning_log.models import Entry, EntryFile

if TYPE_CHECKING:
    from ettle.people.models import User

NOTICE_PERCENT = 80
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Quota:
    """most, and what `count` returns for a person: in units that `unit` says to people. each: of them to one unit."""

    most: int
    unit: str
    each: int
    count: Callable[[User], int]
    remedy: str

    def describe_use(self, person: User) -> str:
        """Return a sentence for a person who has used 80 % or more; "" before that."""
        used = self.count(person)
        if used * 100 < self.most * NOTICE_PERCENT:
            return ""
        return f"You have used {used // self.each:,} of {self.most // self.each:,} {self.unit}. {self.remedy}"

    def refuse_more(self, person: User, more: int, *, field: str | None = None) -> None:
        """Raise Refused when this much more does not fit."""
        if self.count(person) + more > self.most:
            words = f"You have used the {self.most // self.each:,} {self.unit} that there are. {self.remedy}"
            raise Refused(words, field=field)


def _count_bytes(person: User) -> int:
    return EntryFile.objects.filter(entry__writer=person).aggregate(used=Sum("size"))["used"] or 0


def _count_entries(person: User) -> int:
    return Entry.objects.of(person).count()


FILE_SIZES = Quota(
    200 * MEGABYTE, "MB for pictures and voice notes", MEGABYTE, _count_bytes, "Remove some to add others."
)
ENTRIES = Quota(10_000, "log entries", 1, _count_entries, "Delete some to write others.")


def describe_quotas(person: User) -> list[str]:
    """Return a sentence for each quota of which a person has used 80 % or more."""
    return [words for quota in (FILE_SIZES, ENTRIES) if (words := quota.describe_use(person))]
