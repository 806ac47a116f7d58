"""The limits of this room: sessions that a person starts, wrong codes that a network enters, files that it asks for."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

SESSION_STARTS = Limit(
    "together/starts", "person", 20, timedelta(days=1), _("You have started 20 sessions, as many as you can in a day.")
)
# Wrong codes only. A right one is always accepted: at the limit of pages with a link, 1,200 a minute, a network would
# need about a year to find one of hundreds of open sessions among 656 thousand million codes.
WRONG_CODES = Limit(
    "together/codes",
    "network",
    60,
    timedelta(hours=1),
    _("Many wrong codes were entered from your network in an hour."),
)
PRINTED_PAGES = Limit(
    "together/printed-pages",
    "network",
    60,
    timedelta(minutes=1),
    _("Many files were made for your network in a minute."),
)
LIMITS = [SESSION_STARTS, WRONG_CODES, PRINTED_PAGES]
