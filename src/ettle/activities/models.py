"""Interactive activities: what they are, who was invited, what they answered and when they finished.

Keys (which answer is which) never leave the server before an answer is sent. A response is never edited; a completion
is set once and never withdrawn.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Activity(models.Model):
    """An activity by its key (S3, sort-20), whatever its version."""

    class Kind(models.TextChoices):
        SORT = "sort", "Sort into categories"
        SCENARIO = "scenario", "Scenario"

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return self.key


class ActivityVersion(models.Model):
    """One published wording of an activity. Frozen: attempts keep the version they began on."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "edition"], name="activities_edition_once")]

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """A badge version asks for one activity out of a group. roles: learning roles it is meant for; empty means all."""

    version = models.ForeignKey("badges.BadgeVersion", models.PROTECT, related_name="+")
    group = models.PositiveSmallIntegerField()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)

    class Meta:
        ordering = ["version", "group", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "group", "activity"], name="activities_required_once")
        ]


class Invitation(models.Model):
    """A learner may now play for a badge, because a review found their evidence met."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    version = models.ForeignKey("badges.BadgeVersion", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="activities_invited_once")]


class InvitedActivity(models.Model):
    """One activity of an invitation, at the version it was offered in."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="activities")
    position = models.PositiveSmallIntegerField()
    activity_version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["invitation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "position"], name="activities_invited_position_once")
        ]
