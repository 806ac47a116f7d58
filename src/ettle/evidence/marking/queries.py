"""Read the figures about marking."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from ettle.evidence.models import AgreementFigure, DriftFigure, MarkingRule, SecondMarking


def rule_for_all() -> MarkingRule:
    """The rule for badges that have none of their own."""
    return MarkingRule.objects.filter(badge=None).first() or MarkingRule()


def agreement_figures() -> QuerySet[AgreementFigure]:
    """By badge and criterion."""
    figures = AgreementFigure.objects.select_related("criterion__version__badge")
    return figures.order_by("criterion__version__badge__number", "criterion__version", "criterion__position")


def drift_figures() -> QuerySet[DriftFigure]:
    """Every assessor with first marks in the last 90 days, by name."""
    return DriftFigure.objects.select_related("assessor").order_by("assessor__name", "pk")


def second_marking_counts() -> dict[str, Any]:
    """How many second markings wait, and how the ended ones ended."""
    results = {result.name.lower(): Count("pk", filter=Q(result=result)) for result in SecondMarking.Result if result}
    asked = SecondMarking.objects.exclude(cause=SecondMarking.Cause.NONE)
    waiting = Count("pk", filter=Q(asked_at__isnull=False, settled_at=None))
    return asked.aggregate(waiting=waiting, **results)
