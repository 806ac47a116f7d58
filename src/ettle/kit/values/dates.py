"""Dates in the operator's time zone, for every reader."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def operator_time(moment: datetime) -> datetime:
    """Return a time in the operator's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def operator_date(moment: datetime) -> date:
    """Return the date of a time in the operator's time zone."""
    return operator_time(moment).date()


def format_moment(moment: datetime) -> str:
    """A moment in the operator's time zone, with its name: the same on a page and in a file, wherever the reader is."""
    there = operator_time(moment)
    return f"{date_format(there, 'DATETIME_FORMAT')} {there.tzname()}"
