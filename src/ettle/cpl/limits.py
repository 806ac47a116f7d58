"""The limits of this room: how many verifiers one person may write to, and how often one network may check codes."""

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
# A code has 78 bits, so this is against floods; a whole council may sit behind one address.
RECORD_CHECKS = Limit(
    "cpl/checks",
    "network",
    120,
    timedelta(minutes=1),
    _("Many codes of records were checked from your network in a minute."),
)
LIMITS = [VERIFIER_EMAILS, RECORD_CHECKS]
