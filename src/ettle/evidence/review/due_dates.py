"""Working days, and how long an answer takes."""

from __future__ import annotations

from datetime import date, timedelta

REVIEW_AIM_DAYS = 10  # working days


def due_date(sent_on: date, working_days: int = REVIEW_AIM_DAYS) -> date:
    """The day on which the answer is due: weekends do not count, nor does the day it was sent."""
    day = sent_on
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            working_days -= 1
    return day


def format_wait(wait: timedelta) -> str:
    """A wait in whole days, for people."""
    days = round(wait / timedelta(days=1))
    if days < 1:
        return "less than a day"
    return "1 day" if days == 1 else f"{days} days"
