"""Dates in the operator's time zone for every reader, and moments in the reader's own with its name."""

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
    return _with_zone(operator_time(moment))


def format_reader_moment(moment: datetime) -> str:
    """A moment in the reader's time zone, with its name: for what two people read who may be in different places.

    A visitor has the operator's time zone.
    """
    return _with_zone(timezone.localtime(moment))


def _with_zone(local: datetime) -> str:
    """Like ‘3 December 2026, 14:02 GMT’. A zone without a name of its own has its distance: ‘UTC-03’."""
    zone = local.tzname() or ""
    return f"{date_format(local, 'DATETIME_FORMAT')} {'UTC' if zone[:1] in '+-' else ''}{zone}"
