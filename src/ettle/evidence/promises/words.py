"""Waits in words."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils.translation import ngettext


def format_wait(wait: timedelta) -> str:
    """Format a wait in whole days, as the days within which it ended: at least one."""
    days = max(1, ceil(wait / timedelta(days=1)))
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
