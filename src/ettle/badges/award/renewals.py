"""Until when an award is valid, and from when its badge can be earned again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ettle.badges.credential import timestamps
from ettle.badges.models import Award

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User

# Before the end, so that there is no gap between two awards. A badge that is valid for few months is not announced as
# ending on the day it is earned, and a completion that calls twice never looks like a renewal.
LONGEST_NOTICE = timedelta(days=30)
NOTICE_PART = 4  # of the time that a badge is valid


def find_validity(version: BadgeVersion, awarded_at: datetime) -> dict[str, datetime]:
    """Return the fields `valid_until` and `renewable_at` of an award; none for a version that does not end."""
    if not version.valid_for_months:
        return {}
    ends = timestamps.add_months(awarded_at, version.valid_for_months)
    return {"valid_until": ends, "renewable_at": ends - min(LONGEST_NOTICE, (ends - awarded_at) / NOTICE_PART)}


def find_award(learner: User, version: BadgeVersion) -> Award | None:
    """The newest award of a version, withdrawn or not."""
    return _newest(Award.objects.filter(learner=learner, version=version))


def find_award_to_renew(learner: User, version: BadgeVersion, now: datetime) -> Award | None:
    """The award of the same badge, in any version, that a new one follows now; None when none can be renewed."""
    award = _newest(Award.objects.filter(learner=learner, version__badge=version.badge_id))
    return award if award is not None and award.can_be_renewed(now) else None


def _newest(awards: QuerySet[Award]) -> Award | None:
    awards = awards.select_related("revocation", "renewal", "credential__cancellation")
    return awards.order_by("-awarded_at", "-pk").first()
