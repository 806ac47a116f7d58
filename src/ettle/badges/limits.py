"""The limits of this room: how often one network may check badges, and how often anyone may try whose a badge is."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

CHECKS = Limit(
    "badges/checks",
    "network",
    1_200,
    timedelta(minutes=1),
    _("Many badges were checked from your network in a minute."),
)
# Enough for a wrong letter and a second address; too few to try a list of people.
HOLDER_CHECKS_BY_NETWORK = Limit(
    "badges/holder-checks/network",
    "network",
    30,
    timedelta(hours=1),
    _("Many email addresses and names were compared with badges from your network in an hour."),
)
HOLDER_CHECKS_OF_BADGE = Limit(
    "badges/holder-checks/badge",
    "badge",
    20,
    timedelta(hours=24),
    _("Many email addresses and names were compared with this badge in a day."),
)
LIMITS = [CHECKS, HOLDER_CHECKS_BY_NETWORK, HOLDER_CHECKS_OF_BADGE]
