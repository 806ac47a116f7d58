"""A person's results in lists: the newest on the pages about one, all of them on pages of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Subquery, When

from ettle.instruments import queries as instruments
from ettle.journey.models import Assessment
from ettle.kit.pages.keyset_pages import KeysetPage, read_page
from ettle.people.queries import role_title

if TYPE_CHECKING:
    from ettle.people.models import User

NEWEST_RESULTS = 12  # on a page about something else
RESULTS_ON_A_PAGE = 25
NEWEST_FIRST = ("-result__finished_at", "-pk")


@dataclass(frozen=True)
class PastResult:
    """One result in a list of them. marked: how many of its lines were given a point; asked: how many there are."""

    uuid: UUID
    role_key: str
    role: str
    finished_at: datetime
    marked: int
    asked: int


@dataclass(frozen=True)
class NewestResults:
    """The newest of a person's results, without the one that the page is about."""

    rows: list[PastResult]
    has_more: bool


def newest_results(person: User, *, but: UUID | None = None) -> NewestResults:
    """Return at most twelve, newest first. but: the one that the page is about."""
    rows = _finished(person).exclude(uuid=but) if but else _finished(person)
    found = [_make_row(row) for row in rows.order_by(*NEWEST_FIRST)[: NEWEST_RESULTS + 1]]
    return NewestResults(found[:NEWEST_RESULTS], has_more=len(found) > NEWEST_RESULTS)


def result_page(person: User, asked: Mapping[str, str]) -> KeysetPage[PastResult]:
    """Return the page of all results that an address asks for, newest first."""
    page = read_page(_finished(person), asked, order=NEWEST_FIRST, size=RESULTS_ON_A_PAGE)
    return KeysetPage([_make_row(row) for row in page.rows], previous=page.previous, following=page.following)


def find_past_result(person: User, uuid: UUID) -> PastResult | None:
    found = _finished(person).filter(uuid=uuid).first()
    return _make_row(found) if found else None


@dataclass(frozen=True)
class ResultAndEarlier:
    """A result, and the newest of those that were finished before it."""

    result: PastResult
    earlier: NewestResults

    def without(self, chosen: PastResult) -> NewestResults:
        """Return the earlier ones but the one that is shown already."""
        return replace(self.earlier, rows=[row for row in self.earlier.rows if row.uuid != chosen.uuid])


def find_with_earlier(person: User, uuid: UUID) -> ResultAndEarlier | None:
    """Find a result and at most twelve earlier ones, in one query. None: this person has no such result."""
    finished = Assessment.objects.filter(person=person, result__isnull=False)
    ended = Subquery(finished.filter(uuid=uuid).values("result__finished_at")[:1])
    is_asked_first = Case(When(uuid=uuid, then=0), default=1)
    rows = _finished(person).filter(Q(uuid=uuid) | Q(result__finished_at__lt=ended))
    found = [_make_row(row) for row in rows.order_by(is_asked_first, *NEWEST_FIRST)[: NEWEST_RESULTS + 2]]
    if not found or found[0].uuid != uuid:
        return None
    return ResultAndEarlier(found[0], NewestResults(found[1 : NEWEST_RESULTS + 1], len(found) > NEWEST_RESULTS + 1))


def choose_earlier_result(person: User, found: ResultAndEarlier) -> PastResult | None:
    """Choose what a result is compared with when nobody said which: as `find_earlier_result`, which is asked seldom."""
    rows, role = found.earlier.rows, found.result.role_key
    same = next((row for row in rows if row.role_key == role), None)
    if same is None and found.earlier.has_more:
        return find_earlier_result(person, role=role, finished_at=found.result.finished_at)
    return same or next(iter(rows), None)


def find_earlier_result(person: User, *, role: str, finished_at: datetime) -> PastResult | None:
    """Find what a result is compared with when nobody said which: the one before it, of the same role if possible."""
    earlier = _finished(person).filter(result__finished_at__lt=finished_at)
    other_roles_last = Case(When(sheet__role=role, then=0), default=1)
    found = earlier.order_by(other_roles_last, *NEWEST_FIRST).first()
    return _make_row(found) if found else None


def _finished(person: User) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(person=person, result__isnull=False).select_related("result", "sheet")
    shown = rows.only("uuid", "result__finished_at", "result__answers", "sheet__role")
    return shown.annotate(statement_count=instruments.statement_count("sheet__content"))


def _make_row(row: Assessment) -> PastResult:
    marked = sum(choice.isdigit() for choice in row.result.answers.values())
    asked: int = row.statement_count  # type: ignore[attr-defined]  # annotated above
    return PastResult(
        row.uuid, row.sheet.role, role_title(row.sheet.role), row.result.finished_at, marked=marked, asked=asked
    )
