"""Compute the figures about marking, tell administrators of drift, change the rule, record practice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.evidence.limits import REVIEW_NOTICES
from ettle.evidence.marking.agreement import measure_agreement
from ettle.evidence.marking.drift import Drift, Tally, measure_drift
from ettle.evidence.marking.queries import marked_twice
from ettle.evidence.models import AgreementFigure, Calibration, DriftFigure, MarkedCriterion, MarkingRule, Outcome
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ESCALATIONS
from ettle.kit.refusal import Refused
from ettle.people.queries import active_administrators

if TYPE_CHECKING:
    from ettle.badges.models import Badge, BadgeVersion
    from ettle.people.models import User

COUNTED = timedelta(days=90)
ALERT_REPEATS_AFTER = timedelta(days=30)


@transaction.atomic
def store_agreement(*, now: datetime) -> None:
    """Compute how far assessors agree on each criterion that two or more have marked on the same work in a year."""
    units: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = marked_twice(now).order_by("mark__place").values_list("criterion", "mark__submission", "outcome")
    for criterion, submission, outcome in rows:
        units[criterion][submission].append(outcome)
    AgreementFigure.objects.exclude(criterion__in=units).delete()
    for criterion, marked in units.items():
        found = measure_agreement(marked.values(), seed=criterion)
        AgreementFigure.objects.update_or_create(
            criterion_id=criterion,
            defaults={
                "units": found.units,
                "alpha": found.alpha,
                "low": found.low,
                "high": found.high,
                "counted_at": now,
            },
        )


@transaction.atomic
def store_drift(*, now: datetime) -> None:
    """Compare each assessor's first marks of the last 90 days with their colleagues', and tell of those who drift."""
    tallies = _tally_first_marks(now)
    everyone: dict[int, Tally] = defaultdict(Tally)
    for own in tallies.values():
        for badge, tally in own.items():
            everyone[badge] += tally
    DriftFigure.objects.exclude(assessor__in=tallies).delete()
    drifts = {assessor: measure_drift(own, everyone) for assessor, own in tallies.items()}
    DriftFigure.objects.bulk_create(
        (_make_figure(assessor, drift, now) for assessor, drift in drifts.items()),
        update_conflicts=True,
        unique_fields=["assessor"],
        update_fields=["decisions", "met", "expected", "score", "counted_at"],
    )
    alarms = [assessor for assessor, drift in drifts.items() if drift.is_alarm]
    for figure in DriftFigure.objects.filter(assessor__in=alarms).select_related("assessor"):
        _alert_drift(figure, now)


def _tally_first_marks(now: datetime) -> dict[int, dict[int, Tally]]:
    """Assessor -> badge -> decisions and how many were met. First marks alone: they are not drawn by anything."""
    first = MarkedCriterion.objects.filter(mark__place=1, mark__sent_at__gt=now - COUNTED)
    rows = first.values_list("mark__assessor", "mark__submission__application__badge").annotate(
        decisions=Count("pk"), met=Count("pk", filter=Q(outcome=Outcome.MET))
    )
    tallies: dict[int, dict[int, Tally]] = defaultdict(dict)
    for assessor, badge, decisions, met in rows.order_by():
        tallies[assessor][badge] = Tally(decisions, met)
    return tallies


def _make_figure(assessor: int, drift: Drift, now: datetime) -> DriftFigure:
    return DriftFigure(
        assessor_id=assessor,
        decisions=drift.own.decisions,
        met=drift.own.met,
        expected=drift.expected,
        score=drift.score,
        counted_at=now,
    )


def _alert_drift(figure: DriftFigure, now: datetime) -> None:
    """Tell the administrators, unless they were told lately."""
    assessor = figure.assessor
    if figure.alarmed_at is not None and figure.alarmed_at > now - ALERT_REPEATS_AFTER:
        return
    DriftFigure.objects.filter(pk=figure.pk).update(alarmed_at=now)
    audit.record(None, "told administrators that an assessor drifts", assessor, now=now)
    for administrator in active_administrators():
        delivery.send_notice(
            "evidence/mail/drift.txt",
            to=administrator.email,
            kind=ESCALATIONS,
            key=f"drift/{assessor.uuid}/{now:%Y-%m-%d}/{administrator.uuid}",
            limit=REVIEW_NOTICES,
            now=now,
            page=delivery.absolute_url(reverse("evidence:marking")),
        )


@transaction.atomic
def record_practice(version: BadgeVersion, *, assessor: User, choices: Mapping[str, str], now: datetime) -> Calibration:
    """Store what an assessor decided on the examples of a badge. The first time counts."""
    row, is_new = Calibration.objects.get_or_create(
        assessor=assessor, badge=version.badge, defaults={"choices": dict(choices), "done_at": now}
    )
    if is_new:
        audit.record(assessor, "decided on the examples of a badge", version, now=now)
    return row


@transaction.atomic
def change_rule(*, badge: Badge | None, share: float, first_marks: int, by: User, now: datetime) -> MarkingRule:
    """Change how much is marked twice, for one badge or for all that have no rule of their own."""
    if not by.is_superuser:
        raise Refused(_("Only an administrator can change this."))
    rule, _created = MarkingRule.objects.update_or_create(
        badge=badge, defaults={"share": share, "first_marks": first_marks}
    )
    audit.record(by, "changed how much is marked twice", rule, now=now)
    return rule


@transaction.atomic
def remove_rule(*, badge: Badge, by: User, now: datetime) -> None:
    """Let a badge follow the rule for all badges again, for answers that are sent from now on."""
    if not by.is_superuser:
        raise Refused(_("Only an administrator can change this."))
    MarkingRule.objects.filter(badge=badge).delete()
    audit.record(by, "removed a badge's rule of second marking", badge, now=now)
