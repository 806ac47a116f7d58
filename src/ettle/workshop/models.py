"""What authors are about to say of a framework or of the logic model. Readers see none of it until it is published."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from ettle.framework.versions.rows import data_to_rows, title_of


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> DraftQuerySet:
        """Neither published nor thrown away, the oldest first."""
        return self.filter(closed_at=None).order_by("pk")

    def with_status(self) -> DraftQuerySet:
        """Each with `stands` ("asked", "sent-back" or None) and who did something with it last."""
        last = _latest_steps().values("by__name")[:1]
        return self.annotate(stands=models.Subquery(_review_status()), last_by=models.Subquery(last))

    def in_status(self, *acts: str) -> DraftQuerySet:
        """Those that somebody asked a review of, or sent back, and nobody answered since."""
        return self.annotate(stands=models.Subquery(_review_status())).filter(stands__in=acts)

    def due(self, now: datetime) -> DraftQuerySet:
        """Open, and their moment has come."""
        return self.open().filter(due_at__lte=now).order_by("due_at", "pk")


def _latest_steps() -> models.QuerySet[DraftStep]:
    """The steps of the draft that is asked about, the latest first."""
    return DraftStep.objects.filter(draft=models.OuterRef("pk")).order_by("-pk")


def _review_status() -> models.QuerySet[DraftStep, str]:
    return (
        _latest_steps().filter(act__in=[DraftStep.Act.ASKED, DraftStep.Act.SENT_BACK]).values_list("act", flat=True)[:1]
    )


class Draft(models.Model):
    """One edition or the logic model as authors want it to be, whole. There is one open draft of each at most.

    subject: "codes-workers@2024", or "logic-model". base: what readers had when the draft last took it in, null for an
    edition that begins with it; rows: what the draft says. Both as `framework.rows.as_data` gives them. revision:
    counts the changes, so that nobody publishes what they have not seen. due_at: when the clock is to publish it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=110)
    base = models.JSONField(null=True)
    rows = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(closed_at=None), name="workshop_one_open_draft_of_each"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return title_of(data_to_rows(self.rows))


class DraftStep(models.Model):
    """What somebody did with a draft. The latest of them says how it stands."""

    class Act(models.TextChoices):
        BEGAN = "began", "began it"
        CHANGED = "changed", "changed"
        LEFT_OUT = "left-out", "left out"
        ASKED = "asked", "asked for a review"
        SENT_BACK = "sent-back", "sent it back"
        DUE = "due", "gave it a date"
        NOT_DUE = "not-due", "took its date off"
        HELD = "held", "was not published at its time"
        PUBLISHED = "published", "published it"
        DISCARDED = "discarded", "threw it away"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=Act.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_act_display()
