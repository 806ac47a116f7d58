"""What a reader marks, and where an area went.

A mark keeps the title and the revision it was made against: an area may be written anew, retired or deleted, and a
person's own mark is still true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from ettle.people.models import User


class SavedArea(models.Model):
    """A person wants to come back to this area. Taken away when they say so."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_areas")
    area = models.ForeignKey("library.AreaPage", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255, db_default="")
    revision = models.PositiveBigIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "area"], name="library_saved_once")]


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    def reading_now(self, reader: User) -> ReadMarkQuerySet:
        """Areas begun and not yet read, the latest first."""
        begun = self.filter(reader=reader, read_at=None, area__live=True)
        return begun.select_related("area").order_by("-kept_at")


class ReadMark(models.Model):
    """How far a person says they have read: a place they kept, or "I have read this"."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    area = models.ForeignKey("library.AreaPage", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255, db_default="")
    revision = models.PositiveBigIntegerField(null=True)
    place = models.CharField(max_length=140, blank=True)
    kept_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "area"], name="library_read_mark_once")]


class Retirement(models.Model):
    """An area that readers are no longer meant to read. Its address says so, and where to go instead."""

    area = models.OneToOneField("library.AreaPage", models.CASCADE, related_name="retirement")
    successor = models.ForeignKey("library.AreaPage", models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("area")), name="library_not_its_own_successor"
            )
        ]


class FormerAddress(models.Model):
    """An area was once found under this slug. Whoever asks for it is sent on, for ever."""

    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    area = models.ForeignKey("library.AreaPage", models.CASCADE, related_name="former_addresses")
    left_at = models.DateTimeField()
