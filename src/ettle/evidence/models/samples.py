"""Which applications that needed no assessor are looked at afterwards, and what an assessor said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Sample(models.Model):
    """The draw for one submission that no assessor decided on, made when it was sent and never again.

    percent: how many in a hundred were drawn then. outcome, note: what an assessor said who looked afterwards. The
    learner has the badge already and does not wait for it.
    """

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("It is fine: nothing needs to follow")
        NOTE = "note", _("Send the learner a note")
        WITHDRAW = "withdraw", _("Ask an administrator to withdraw the badge")

    submission = models.OneToOneField("evidence.Submission", models.PROTECT, related_name="sample")
    percent = models.PositiveSmallIntegerField()
    is_chosen = models.BooleanField()
    drawn_at = models.DateTimeField()
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", looked_at=None) | (~Q(outcome="") & Q(looked_at__isnull=False, is_chosen=True)),
                name="evidence_sample_looked_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "nothing"]) | ~Q(note=""), name="evidence_sample_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["drawn_at"], condition=Q(is_chosen=True, looked_at=None), name="evidence_sample_to_look_at"
            )
        ]
