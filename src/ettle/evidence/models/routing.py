"""Who a submission is with, and who never reviews it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> ReferralQuerySet:
        return self.filter(returned_at=None)


class Referral(models.Model):
    """A submission taken out of the queue for a named person to look at. returned_at: when it came back.

    referee: the named person, a lead of the learner's organisation or an administrator.
    """

    class Why(models.TextChoices):
        RISK = "risk", _("Someone may be at risk")
        CONDUCT = "conduct", _("It may be a matter of conduct")

    submission = models.ForeignKey("evidence.Submission", models.PROTECT, related_name="referrals")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    referee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    words = models.TextField()
    referred_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(returned_at=None), name="evidence_referred_once")
        ]


class Interest(models.Model):
    """An assessor knows this learner, and therefore never reviews their work."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessor", "learner"], name="evidence_interest_once")]


class Handover(models.Model):
    """An assessor left this submission to a colleague."""

    submission = models.ForeignKey("evidence.Submission", models.CASCADE, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    handed_over_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "assessor"], name="evidence_handed_over_once")]
