"""An assessor's queue: what waits, what they have sent in the last minutes, what they referred, and the next one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.evidence import queries
from ettle.evidence.promises.queries import current_terms
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.review import work_queue
from ettle.kit.http.audience import audience
from ettle.people.queries import ASSESSORS, assessor_scope_of_page

if TYPE_CHECKING:
    from datetime import date, datetime

    from ettle.people.models import User
    from ettle.people.types import SignedInRequest

PAGE_SIZE = 25
MOST_PAGES = 400  # a bound for the address
DUE_SOON_DAYS = 2  # days before it is due


@dataclass(frozen=True)
class QueueItem:
    """One row of the queue. name: of the badge. days: calendar days since it was sent.

    colleague_until: when the running claim of a colleague ends; None where it is free.
    """

    uuid: uuid.UUID
    name: str
    is_again: bool
    sent_at: datetime
    is_mine: bool
    is_owned: bool
    colleague_until: datetime | None
    due: date
    days: int
    is_soon_due: bool
    is_late: bool


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue. Nothing counts all that waits: that takes longer than to read the page.

    away_until: when the absence of the assessor ends; None where they are here, or nothing waits.
    """

    number: int
    lines: Sequence[QueueItem]
    has_next: bool
    away_until: date | None

    @property
    def waiting(self) -> int:
        """How many wait; of more pages than this, how many there are up to here."""
        return (self.number - 1) * PAGE_SIZE + len(self.lines)


@audience(ASSESSORS)
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The submissions that the assessor can review now, the first due first."""
    terms = current_terms()
    context = {
        "page": _read_page(request.user, request.GET.get("page", ""), timezone.now()),
        "pending": queries.pending_marks_of(request.user),
        "referred": queries.open_referral_rows(request.user),
        "aim_days": terms.aim_days(),
        "usual_wait": terms.usual_wait,
    }
    return render(request, "evidence/review/queue.html", context)


def _read_page(assessor: User, asked: str, now: datetime) -> QueuePage:
    """The page of this number; the first where there is none."""
    scope = assessor_scope_of_page(assessor)
    number = min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() else 1
    start = (number - 1) * PAGE_SIZE
    rows = work_queue.queue_rows(assessor, scope, operator_date(now), start=start, end=start + PAGE_SIZE + 1)
    if not rows and number > 1:
        return _read_page(assessor, "", now)
    lines = [_queue_item(waiting, assessor.pk, now) for waiting in rows[:PAGE_SIZE]]
    away_until = rows[0]["away_until"] if rows else None
    return QueuePage(number, lines, has_next=len(rows) > PAGE_SIZE, away_until=away_until)


def _queue_item(waiting: dict[str, Any], me: int, now: datetime) -> QueueItem:
    """A claim that has expired is not shown: anyone may take it over."""
    until, today = waiting["claim__expires_at"], operator_date(now)
    is_claimed = until is not None and until > now
    is_mine = is_claimed and waiting["claim__assessor"] == me
    return QueueItem(
        uuid=waiting["uuid"],
        name=waiting["name"],
        is_again=bool(waiting["is_again"]),
        sent_at=waiting["sent_at"],
        is_mine=is_mine,
        is_owned=waiting["is_owned"],
        colleague_until=until if is_claimed and not is_mine else None,
        due=waiting["due"],
        days=(today - operator_date(waiting["sent_at"])).days,
        is_soon_due=(waiting["due"] - today).days <= DUE_SOON_DAYS,
        is_late=waiting["due"] < today,
    )


@audience(ASSESSORS)
@require_safe
def take_next(request: SignedInRequest) -> HttpResponse:
    """Redirect to the first due that no colleague has claimed; what they began or own comes before it."""
    number = work_queue.next_to_review(request.user, timezone.now())
    return redirect("evidence:review", number) if number else redirect("evidence:queue")
