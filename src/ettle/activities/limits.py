"""The limits of this room: practice that is begun, because each attempt is stored permanently."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

PRACTICE = Limit(
    "activities/practice",
    "person",
    100,
    timedelta(days=1),
    _("You have started practising as often as you can in a day."),
)
LIMITS = [PRACTICE]
