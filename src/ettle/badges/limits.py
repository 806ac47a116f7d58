"""The limit of this room: how often one network may check badges and fetch what a check needs."""

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
LIMITS = [CHECKS]
