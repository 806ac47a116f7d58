"""Working days, and how long an answer takes."""

from __future__ import annotations

from datetime import date, timedelta

AIM = 10  # working days


def due_on(sent_on: date, working_days: int = AIM) -> date:
    """The day on which the answer is due: weekends do not count, nor does the day it was sent."""
    day = sent_on
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5:
            working_days -= 1
    return day


def in_days(wait: timedelta) -> str:
    """A wait in whole days, for people."""
    days = round(wait / timedelta(days=1))
    if days < 1:
        return "less than a day"
    return "1 day" if days == 1 else f"{days} days"
