"""Working days of the operator: without weekends, bank holidays, and days that administrators closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.utils import timezone

A_DAY = timedelta(days=1)
HAND_OVER_SHARE, ALERT_SHARE = 0.6, 0.8  # of the working days that were promised


@dataclass(frozen=True)
class WorkingCalendar:
    """closed: days on which nobody works, besides weekends and the bank holidays of the settings."""

    closed: Collection[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed and day not in bank_holidays(day.year)

    def add_days(self, day: date, working_days: int) -> date:
        """Return the working day that is so many working days after a day, which itself does not count."""
        while working_days:
            day += A_DAY
            working_days -= self.is_working_day(day)
        return day

    def days_after_share(self, day: date, working_days: int, share: float) -> date:
        """Return the first working day when this share of the working days has gone; at the latest the last of them."""
        return self.add_days(day, min(ceil(working_days * share) + 1, working_days))


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of the settings in one year."""
    country, part = settings.HOLIDAYS
    if not country:
        return frozenset()
    from holidays import country_holidays  # noqa: PLC0415 - a tenth of a second that most processes do not need

    return frozenset(country_holidays(country, subdiv=part or None, years=year))


def operator_date(now: datetime) -> date:
    """Return the day in the operator's time zone, whatever zone the person who asks has chosen."""
    return timezone.localdate(now, timezone.get_default_timezone())
