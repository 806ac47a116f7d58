"""The history of each edition and the logic model, one version for each change. A version is never edited."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Version(models.Model):
    """A whole edition or the logic model after one change.

    subject: "codes-workers@2024", or "logic-model". rows: as `rows.rows_to_data` returns them. how: what changed it, in
    our words; note: in the words of the author who published it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=110)
    rows = models.JSONField()
    how = models.CharField(max_length=100)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "-id"], name="framework_version_of")]

    def __str__(self) -> str:
        return self.subject
