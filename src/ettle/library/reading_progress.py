"""What a reader marks, and what became of an area's address.

A mark stores the title and the revision it was made against: it stays true when the area is rewritten, retired or
deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from ettle.people.models import User


class SavedArea(models.Model):
    """An area that a person saved for later. Deleted when they remove it."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_areas")
    area = models.ForeignKey("library.AreaPage", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255, db_default="")
    revision = models.PositiveBigIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "area"], name="library_saved_once")]


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    def reading_now(self, reader: User) -> ReadMarkQuerySet:
        """Areas started and not yet read, newest first."""
        begun = self.filter(reader=reader, read_at=None, area__live=True)
        return begun.select_related("area").order_by("-updated_at")


class ReadMark(models.Model):
    """How far a person says they have read: a saved place, or "I have read this"."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    area = models.ForeignKey("library.AreaPage", models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255, db_default="")
    revision = models.PositiveBigIntegerField(null=True)
    place = models.CharField(max_length=140, blank=True)
    updated_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "area"], name="library_read_mark_once")]


class Retirement(models.Model):
    """An area that was unpublished for good. Its address says so, and where to go instead."""

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
    """A slug that an area had before. Requests for it are redirected permanently."""

    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    area = models.ForeignKey("library.AreaPage", models.CASCADE, related_name="former_addresses")
    left_at = models.DateTimeField()
