"""What an author has written of a next version and nobody was asked yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from ettle.journey.models.assessing import Instrument


class DraftQuerySet(models.QuerySet["Draft"]):
    def listed(self) -> DraftQuerySet:
        """The newest first, with whose they are. What was typed is left where it is."""
        return self.select_related("writer", "instrument").defer("said").order_by("-kept_at", "-pk")


class Draft(models.Model):
    """The fields of an author's page as they were typed, faults and all. One page, one draft: two tabs keep two.

    said: name of a field -> what stands in it. after: the edition that it was written from. handed_at: since when it
    waits for somebody who publishes.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="drafts")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    after = models.PositiveSmallIntegerField()
    said = models.JSONField()
    kept_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["instrument", "-kept_at"], name="journey_draft_newest")]
