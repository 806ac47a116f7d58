"""How long applications wait for a review, for administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.evidence.models import Submission
from ettle.kit.site_states import SiteState

# Two weeks: a learner who has waited this long should hear from somebody.
LATE = timedelta(days=14)


def list_states(now: datetime) -> Iterator[SiteState]:
    """Yield how many applications wait for a review, and since when. One query."""
    waiting = Submission.objects.waiting().aggregate(count=Count("pk"), since=Min("sent_at"))
    count, since = waiting["count"], waiting["since"]
    is_good = since is None or now - since < LATE
    words = _("Nothing waits")
    if since is not None:
        words = ngettext("%(count)s waits, for %(time)s", "%(count)s wait, the oldest for %(time)s", count)
        words = words % {"count": count, "time": timesince(since, now)}
    if not is_good:
        words = f"{words}. {_('Ask the assessors whether they need help, or name one more')}"
    yield SiteState(_("Applications to review"), words, is_good, reverse("people:manage-assessors"))
