"""The limits of this room: sessions that a person starts, codes that a network tries, files that it asks for."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.limits.counters import Limit

SESSION_STARTS = Limit(
    "together/starts", "person", 20, timedelta(days=1), "You have started 20 sessions, as many as you can in a day."
)
CODES = Limit(
    "together/codes", "network", 60, timedelta(hours=1), "Many codes were entered from your network in an hour."
)
PRINTED_PAGES = Limit(
    "together/printed-pages", "network", 60, timedelta(minutes=1), "Many files were made for your network in a minute."
)
LIMITS = [SESSION_STARTS, CODES, PRINTED_PAGES]
