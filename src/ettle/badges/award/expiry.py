"""Which holders to tell that their badge ends soon, or that it has expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from ettle.badges.models import Award

# An email that was sent is known for 30 days (kit.tasks). A worker that stood still for a week still sends it, and none
# is sent again once that record is deleted.
CATCH_UP = timedelta(days=7)


def awards_ending_soon(now: datetime) -> Iterator[Award]:
    """Awards that can be earned again since a few days at most, and have not ended."""
    return _announceable(renewable_at__range=(now - CATCH_UP, now), valid_until__gt=now)


def awards_expired(now: datetime) -> Iterator[Award]:
    """Awards that ended in the last few days."""
    return _announceable(valid_until__range=(now - CATCH_UP, now))


def _announceable(**when: object) -> Iterator[Award]:
    """Signed badges, neither withdrawn nor suspended, whose holder has no later one of the same badge."""
    same_badge = Award.objects.filter(learner=OuterRef("learner"), version__badge=OuterRef("version__badge"))
    later = same_badge.filter(awarded_at__gt=OuterRef("awarded_at"), revocation=None)
    return (
        Award.objects.with_related()
        .in_force()
        .filter(**when, credential__isnull=False, learner__is_active=True)
        .exclude(Exists(later))
        .order_by("pk")
        .iterator(chunk_size=500)
    )
