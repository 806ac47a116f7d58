"""Forms that were sent after their session had ended: ciphertext, for an hour. Nothing here saves itself."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

HELD_FOR = timedelta(hours=1)


class HeldFormQuerySet(models.QuerySet["HeldForm"]):
    def expired(self, now: datetime) -> HeldFormQuerySet:
        return self.filter(held_at__lt=now - HELD_FOR)


class HeldForm(models.Model):
    """One posted form of one person. sealed: encrypted with a key of which the browser that sent it has a half."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    held_at = models.DateTimeField(db_index=True)

    objects = HeldFormQuerySet.as_manager()
