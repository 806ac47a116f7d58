"""How long applications wait for a review, and how many answers came late, for administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.evidence.models import Promise, Referral, Submission
from ettle.evidence.promises import queries as promises
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.queries import late_rows, unowned_rows, without_owner
from ettle.kit.site_states import SiteState


def list_states(now: datetime) -> Iterator[SiteState]:
    """Yield how many applications wait for a review, since when and who has them, and how many answers were late.

    One query; one more where something is late, and two where something has no assessor."""
    terms = promises.current_terms()
    counts = _count_waiting(terms, now)
    yield _waiting_state(counts, now)
    yield _owner_state(counts, now)
    yield _late_state(terms, counts["newly_late"])


def _count_waiting(terms: promises.PromiseTerms, now: datetime) -> dict[str, Any]:
    """Count from the open promises, which have an index of their own: nothing that was answered is read."""
    sent_at = Subquery(Submission.objects.filter(pk=OuterRef("submission")).values("sent_at"))
    unowned = Q(submission__in=without_owner().order_by().values("pk"))
    overdue = Q(due_on__lt=operator_date(now))
    # Late since the figure of the last 90 days was stored, which happens every hour.
    uncounted = Q(breached_at=None) | Q(breached_at__gt=terms.counted_at) if terms.counted_at else Q()
    waiting = Promise.objects.open().exclude(submission__in=Referral.objects.open().values("submission"))
    return waiting.aggregate(
        waiting=Count("pk"),
        waiting_since=Min(sent_at),
        overdue=Count("pk", filter=overdue),
        newly_late=Count("pk", filter=overdue & uncounted),
        unowned=Count("pk", filter=unowned),
        unowned_since=Min(sent_at, filter=unowned),
    )


def _waiting_state(counts: dict[str, Any], now: datetime) -> SiteState:
    count, since, late_count = counts["waiting"], counts["waiting_since"], counts["overdue"]
    words = _("Nothing waits")
    if since is not None:
        words = ngettext("%(count)s waits, for %(time)s", "%(count)s wait, the oldest for %(time)s", count)
        words = words % {"count": count, "time": timesince(since, now)}
    if late_count:
        late_words = ngettext(
            "%(count)s is late. Ask the assessors whether they need help, or name one more",
            "%(count)s are late. Ask the assessors whether they need help, or name one more",
            late_count,
        )
        words = f"{words}. {late_words % {'count': late_count}}. {_describe_late(now)}".rstrip(". ")
    return SiteState(_("Applications to review"), words, not late_count, reverse("evidence:pool"))


def _owner_state(counts: dict[str, Any], now: datetime) -> SiteState:
    count, since = counts["unowned"], counts["unowned_since"]
    words = _("None: everything that waits has an assessor")
    if since is not None:
        words = ngettext("%(count)s waits, for %(time)s", "%(count)s wait, the oldest for %(time)s", count)
        words = words % {"count": count, "time": timesince(since, now)}
        words = f"{words}. {_('Name an assessor for them')}. {_describe_unowned(now)}".rstrip(". ")
    return SiteState(_("Applications without an assessor"), words, not count, reverse("evidence:pool"))


def _describe_late(now: datetime) -> str:
    """Say what has waited longest of what is late, and who has it; "" when nobody has it."""
    for row in late_rows(operator_date(now), most=1):
        words = ngettext(
            "The oldest is ‘%(badge)s’, sent %(days)s day ago. %(owner)s has it",
            "The oldest is ‘%(badge)s’, sent %(days)s days ago. %(owner)s has it",
            row.days,
        )
        return words % {"badge": row.badge, "days": row.days, "owner": row.owner}
    return ""


def _describe_unowned(now: datetime) -> str:
    """Say what comes first of what has no assessor, and who was told."""
    for row in unowned_rows(operator_date(now), most=1):
        if row.alerted:
            return _("The first is ‘%(badge)s’. We told %(person)s") % {"badge": row.badge, "person": row.alerted}
        return _("The first is ‘%(badge)s’") % {"badge": row.badge}
    return ""


def _late_state(terms: promises.PromiseTerms, newly_late: int) -> SiteState:
    """Say how many were late, with what waits and is late now, so that this agrees with what waits."""
    late = terms.late_lately + newly_late
    sent = max(terms.sent_lately, late)
    words = ngettext(
        "%(late)s of %(count)s application sent in the last 90 days",
        "%(late)s of %(count)s applications sent in the last 90 days",
        sent,
    )
    label = _("Answers that came late or are late")
    return SiteState(label, words % {"late": late, "count": sent}, not late, reverse("evidence:pool"))
