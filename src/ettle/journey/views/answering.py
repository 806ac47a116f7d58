"""What the pages of this room share: the day, and the status of an answered form."""

from __future__ import annotations

from datetime import date, datetime

from django.forms import Form
from django.utils import timezone


def today(now: datetime) -> date:
    """The day in the operator's zone."""
    return timezone.localdate(now, timezone=timezone.get_default_timezone())


def status(form: Form) -> int:
    return 422 if form.errors else 200
