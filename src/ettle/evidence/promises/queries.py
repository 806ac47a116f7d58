"""Read what is promised, and how long people usually wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from ettle.evidence.models import ClosedDay, Promise, Review, ReviewAim, UsualWait
from ettle.evidence.promises.working_days import WorkingCalendar, operator_date
from ettle.kit.values.short_caches import current_period

if TYPE_CHECKING:
    from ettle.badges.models import Badge

SITE_AIM_DAYS = 10  # working days, on a site whose administrators have not chosen
WAITS_PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class PromiseTerms:
    """What a promise is made of: the operator's working days, and how many are promised.

    aims: badge -> working days, None for the whole site. usual_wait: the wait that half of the people had at most; None
    when no answers were sent lately. sent_lately, late_lately: submissions of 90 days, and how many came late;
    counted_at: when they were counted.
    """

    calendar: WorkingCalendar
    aims: Mapping[int | None, int]
    usual_wait: timedelta | None
    sent_lately: int
    late_lately: int
    counted_at: datetime | None = None

    def aim_days(self, badge: Badge | None = None) -> int:
        """Return in how many working days an answer is promised: the badge's own number, else the site's."""
        site_days = self.aims.get(None, SITE_AIM_DAYS)
        return self.aims.get(badge.pk, site_days) if badge else site_days

    def due_on(self, badge: Badge, now: datetime) -> date:
        """Return by when work for this badge is answered if it is sent now."""
        return self.calendar.add_days(operator_date(now), self.aim_days(badge))


def load_terms() -> PromiseTerms:
    lately = UsualWait.objects.first() or UsualWait()
    return PromiseTerms(
        calendar=WorkingCalendar(frozenset(ClosedDay.objects.values_list("day", flat=True))),
        aims=dict(ReviewAim.objects.values_list("badge", "working_days")),
        usual_wait=lately.wait,
        sent_lately=lately.sent,
        late_lately=lately.late,
        counted_at=lately.computed_at,
    )


def current_terms() -> PromiseTerms:
    """Return the terms for a page. What an administrator changes is seen within 30 seconds; a promise is made from what
    is stored (`load_terms`)."""
    return _cached_terms(current_period())


@lru_cache(maxsize=1)
def _cached_terms(_period: int) -> PromiseTerms:
    return load_terms()


def clear_terms_cache() -> None:
    _cached_terms.cache_clear()


def median_wait(now: datetime) -> tuple[timedelta | None, int]:
    """Return the median wait from submission to review over the last 90 days, and of how many. Sorts them all: only
    for the scheduled task."""
    wait = ExpressionWrapper(F("sent_at") - F("submission__sent_at"), output_field=DurationField())
    lately = Review.objects.filter(sent_at__gt=now - WAITS_PERIOD, sent_at__lte=now, assessor__isnull=False)
    placed = lately.annotate(wait=wait, place=Window(RowNumber(), order_by="wait"), many=Window(Count("pk")))
    middle = placed.filter(many__gte=F("place") * 2 - 2, many__lte=F("place") * 2).values_list("wait", "many")
    waits = [wait for wait, _many in middle]
    return (sum(waits, timedelta()) / len(waits), middle[0][1]) if waits else (None, 0)


def count_late(now: datetime) -> tuple[int, int]:
    """Return how many submissions of the last 90 days were promised an answer, and how many were late. Counts them all:
    only for the scheduled task."""
    lately = Promise.objects.filter(
        submission__taken_back_at=None, submission__sent_at__gt=now - WAITS_PERIOD, submission__sent_at__lte=now
    )
    counts = lately.aggregate(sent=Count("pk"), late=Count("pk", filter=Q(breached_at__isnull=False)))
    return counts["sent"], counts["late"]


def overdue(today: date) -> QuerySet[Promise]:
    """The open promises whose last date has passed."""
    return Promise.objects.open().filter(Q(next_due_on=None, due_on__lt=today) | Q(next_due_on__lt=today))


def own_aims() -> QuerySet[ReviewAim]:
    """The badges with a number of working days of their own."""
    return ReviewAim.objects.exclude(badge=None).select_related("badge").order_by("badge__number")


def closed_days() -> QuerySet[ClosedDay]:
    return ClosedDay.objects.order_by("day")
