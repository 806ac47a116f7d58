"""The limit of this room: how many verifiers one person may write to."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

VERIFIER_EMAILS = Limit(
    "cpl/verifiers",
    "person",
    5,
    timedelta(days=1),
    _("You have asked for 5 verifications, as many as you can in a day."),
)
LIMITS = [VERIFIER_EMAILS]
