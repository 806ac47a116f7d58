"""What authors say to each other about a draft. Each kind of draft has a table of its own, with its own foreign key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class DraftComment(models.Model):
    """What an author says of one place in a draft. Its words are never edited; it waits until someone resolves it.

    part, field: the place, by names that its kind of draft knows. Who resolved it is in the audit log. A kind of draft
    adds `draft`, a foreign key with the related name "comments".
    """

    draft_id: int | str

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.CharField(max_length=140)
    field = models.CharField(max_length=60)
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.part}/{self.field}"
