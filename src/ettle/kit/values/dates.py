"""Dates in the operator's time zone, for every reader."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def operator_time(moment: datetime) -> datetime:
    """Return a time in the operator's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def operator_date(moment: datetime) -> date:
    """Return the date of a time in the operator's time zone."""
    return operator_time(moment).date()
