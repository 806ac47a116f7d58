"""Figures about marking that a scheduled task computes, and practice before a first review. Not about learners."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class AgreementFigure(models.Model):
    """How far assessors who marked the same work agree on one criterion: Krippendorff's alpha (nominal).

    alpha, low, high: from about -1 to 1; low and high bound 95 % of the bootstrap. None where all decided the same on
    everything, or there is too little. units: pieces of work that two or more assessors marked.
    """

    criterion = models.OneToOneField("badges.Criterion", models.CASCADE, related_name="+")
    units = models.PositiveIntegerField()
    alpha = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    counted_at = models.DateTimeField()


class DriftFigure(models.Model):
    """How often an assessor decides ‘met’, and how often their colleagues do on the same badges.

    expected: how many of the decisions would be ‘met’ at the colleagues' rates. score: how many standard deviations
    apart; None with too few decisions. alarmed_at: when administrators were last told.
    """

    assessor = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    decisions = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    expected = models.FloatField()
    score = models.FloatField(null=True)
    counted_at = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(met__lte=models.F("decisions")), name="evidence_met_of_all")]


class Calibration(models.Model):
    """An assessor has decided on the examples of a badge, and has seen how that differs from its standard.

    choices: primary key of the criterion -> [decision on the accepted example, decision on the other].
    """

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    badge = models.ForeignKey("badges.Badge", models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessor", "badge"], name="evidence_calibrated_once")]
