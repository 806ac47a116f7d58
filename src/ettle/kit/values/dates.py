"""Days are days in the operator's zone, whoever reads of them and wherever."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def operator_time(moment: datetime) -> datetime:
    """A moment as the operator's clock shows it."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def operator_date(moment: datetime) -> date:
    """The day that a moment lies in."""
    return operator_time(moment).date()
