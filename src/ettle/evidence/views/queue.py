"""An assessor's queue: what waits, what they have sent in the last minutes, what they referred, and the next one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.evidence import queries
from ettle.evidence.models import Assignment, DraftDecision
from ettle.evidence.promises.queries import current_terms
from ettle.evidence.promises.working_days import operator_date
from ettle.kit.http.audience import audience
from ettle.people.queries import ASSESSORS

if TYPE_CHECKING:
    from datetime import date, datetime

    from ettle.people.types import SignedInRequest

PAGE_SIZE = 25
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


@audience(ASSESSORS)
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """The submissions that the assessor can review now, the first due first."""
    now, terms = timezone.now(), current_terms()
    page = Paginator(range(queries.awaiting_review_count(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PAGE_SIZE
    rows = queries.queue_rows(request.user, operator_date(now), start=start, end=start + PAGE_SIZE)
    context = {
        "page": page,
        "lines": [_queue_item(waiting, request.user.pk, now) for waiting in rows],
        "pending": queries.pending_marks_of(request.user),
        "referred": queries.open_referral_rows(request.user),
        "aim_days": terms.aim_days(),
        "usual_wait": terms.usual_wait,
        "away_until": next((row["away_until"] for row in rows), None),
    }
    return render(request, "evidence/review/queue.html", context)


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
    waiting = queries.awaiting_review(request.user).free_for(request.user, timezone.now())
    begun = DraftDecision.objects.filter(assessor=request.user).values("submission")
    owned = Assignment.objects.open().filter(assessor=request.user).values("submission")
    first = waiting.filter(pk__in=begun).first() or waiting.filter(pk__in=owned).first() or waiting.first()
    if first is None:
        return redirect("evidence:queue")
    return redirect("evidence:review", first.uuid)
