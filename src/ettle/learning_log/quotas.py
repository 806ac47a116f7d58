"""How much one person may store in their log. Said from 80 % on, so that nobody meets a quota unprepared.

How often one text may be saved is a rule of the texts room, for answers too (`texts.revisions.MOST_SAVES`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ettle.kit.refusal import Refused
from ettle.learning_log.models import Entry, EntryFile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.people.models import User

NOTICE_PERCENT = 80
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Quota:
    """most, and what `count` returns for a person. each: how many of them are one of what the sentences count.

    near, full: the sentence for a person who has used much of it, or all; %(used)s and %(most)s are filled in.
    """

    most: int
    each: int
    count: Callable[[User], int]
    near: StrOrPromise
    full: StrOrPromise

    def describe_use(self, person: User) -> str:
        """Return a sentence for a person who has used 80 % or more; "" before that."""
        used = self.count(person)
        if used * 100 < self.most * NOTICE_PERCENT:
            return ""
        return str(self.near) % self._amounts(used)

    def refuse_more(self, person: User, more: int, *, field: str | None = None) -> None:
        """Raise Refused when this much more does not fit."""
        if self.count(person) + more > self.most:
            raise Refused(str(self.full) % self._amounts(self.most), field=field)

    def _amounts(self, used: int) -> dict[str, str]:
        return {"used": f"{used // self.each:,}", "most": f"{self.most // self.each:,}"}


def _count_bytes(person: User) -> int:
    return EntryFile.objects.filter(entry__writer=person).aggregate(used=Sum("size"))["used"] or 0


def _count_entries(person: User) -> int:
    return Entry.objects.of(person).count()


FILE_SIZES = Quota(
    200 * MEGABYTE,
    MEGABYTE,
    _count_bytes,
    _("You have used %(used)s of %(most)s MB for pictures and voice notes. Remove some to add others."),
    _("You have used all %(most)s MB for pictures and voice notes. Remove some to add others."),
)
ENTRIES = Quota(
    10_000,
    1,
    _count_entries,
    _("You have written %(used)s of %(most)s log entries. Delete some to write others."),
    _("You have written %(most)s log entries, which is the most you can have. Delete some to write others."),
)


def describe_quotas(person: User) -> list[str]:
    """Return a sentence for each quota of which a person has used 80 % or more."""
    return [words for quota in (FILE_SIZES, ENTRIES) if (words := quota.describe_use(person))]
