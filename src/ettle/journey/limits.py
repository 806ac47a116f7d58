"""The limit of this room: how many people one person may write to about their goals."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

HELPER_MESSAGES = Limit(
    "journey/helpers",
    "person",
    5,
    timedelta(days=1),
    _("You have sent 5 emails to people who help, as many as you can in a day."),
)
LIMITS = [HELPER_MESSAGES]
