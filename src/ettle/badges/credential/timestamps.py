"""Times in signed documents: whole seconds, with a time zone."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime


def format_timestamp(moment: datetime) -> str:
    """Return "2026-10-05T09:00:00Z". Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("A signed date needs its zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_timestamp(text: object) -> datetime:
    """Return the time that a document names. Raises ValueError without a time zone."""
    if not isinstance(text, str):
        raise ValueError("A date must be text")  # noqa: TRY004 - callers handle one kind of fault
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A date needs its zone")
    return moment


def add_months(moment: datetime, months: int) -> datetime:
    """The same day so many months on; the month's last day where there is no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
