"""Forms that were sent and not saved: ciphertext, for an hour. Nothing here saves itself."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

COPY_LASTS = timedelta(hours=1)


class FormCopyQuerySet(models.QuerySet["FormCopy"]):
    def expired(self, now: datetime) -> FormCopyQuerySet:
        return self.filter(copied_at__lt=now - COPY_LASTS)


class FormCopy(models.Model):
    """One posted form of one person. sealed: encrypted with a key of which the browser that sent it has a half."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    copied_at = models.DateTimeField(db_index=True)

    objects = FormCopyQuerySet.as_manager()
