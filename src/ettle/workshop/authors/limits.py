"""The limit of this room: how many notices about pages and drafts in review one author is sent in a day."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

# What waits is on their first page of the workshop too.
REVIEW_NOTICES = Limit(
    "workshop/notices", "recipient", 100, timedelta(days=1), _("{key} has had many notices of pages in review.")
)
LIMITS = [REVIEW_NOTICES]
