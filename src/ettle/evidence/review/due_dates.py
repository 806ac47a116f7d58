"""Working days, and how long a review takes."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from django.utils.translation import ngettext

REVIEW_AIM_DAYS = 10  # working days


def due_date(sent_on: date, working_days: int = REVIEW_AIM_DAYS) -> date:
    """The day on which the review is due: weekends and the day of submission do not count."""
    day = sent_on
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            working_days -= 1
    return day


def format_wait(wait: timedelta) -> str:
    """Format a wait in whole days, as the days within which it ended: at least one."""
    days = max(1, ceil(wait / timedelta(days=1)))
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
