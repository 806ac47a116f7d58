"""Which holders to tell that their badge ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from ettle.badges.credential import timestamps
from ettle.badges.models import Award, BadgeVersion

# Before the end. A badge that is valid for few months is not announced as ending on the day it is earned.
LONGEST_NOTICE = timedelta(days=30)
NOTICE_PART = 4  # of the time that a badge is valid
# An email that was sent is known for 30 days (kit.tasks). A worker that stood still for a week still sends it, and none
# is sent again once that record is deleted.
CATCH_UP_PART = 4  # of the notice
DAYS_CUT = timedelta(days=4)  # 31 January and a month is 28 February: months back and forth may differ by so much


def awards_ending_soon(now: datetime) -> Iterator[Award]:
    """Signed badges, not withdrawn, whose notice begins now or has begun a few days ago, and whose holder has no later
    one of the same badge.
    """
    months = BadgeVersion.objects.order_by().values_list("valid_for_months", flat=True).distinct()
    for valid_for in filter(None, months):
        yield from (award for award in _possible_awards(valid_for, now) if _is_notice_due(award, now))


def _possible_awards(months: int, now: datetime) -> Iterator[Award]:
    earliest = timestamps.add_months(now, -months) - DAYS_CUT
    later = Award.objects.filter(
        learner=OuterRef("learner"),
        version__badge=OuterRef("version__badge"),
        awarded_at__gt=OuterRef("awarded_at"),
        revocation=None,
    )
    return (
        Award.objects.with_related()
        .filter(
            version__valid_for_months=months,
            awarded_at__range=(earliest, earliest + LONGEST_NOTICE + 2 * DAYS_CUT),
            credential__isnull=False,
            revocation=None,
            learner__is_active=True,
        )
        .exclude(Exists(later))
        .order_by("pk")
        .iterator(chunk_size=500)
    )


def _is_notice_due(award: Award, now: datetime) -> bool:
    return award.valid_until is not None and _is_within_notice(now, award.awarded_at, award.valid_until)


def _is_within_notice(now: datetime, begins: datetime, ends: datetime) -> bool:
    notice = min(LONGEST_NOTICE, (ends - begins) / NOTICE_PART)
    return ends - notice <= now < ends - notice + notice / CATCH_UP_PART
