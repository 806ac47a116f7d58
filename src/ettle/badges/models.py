"""Badges and what was awarded. A published version never changes; an award is made once and never edited."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Badge(models.Model):
    """A badge by its number (ET-101), whatever its version."""

    number = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.number


class BadgeVersion(models.Model):
    """What a badge asks for and means, from one publishing to the next. Frozen once published."""

    class Order(models.TextChoices):
        EVIDENCE_THEN_ACTIVITY = "evidence-activity", "Evidence, then an activity"
        ACTIVITY_THEN_EVIDENCE = "activity-evidence", "An activity, then evidence"
        EVIDENCE_ONLY = "evidence", "Evidence only"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    summary = models.TextField()
    why = models.TextField()
    roles = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField()
    order = models.CharField(max_length=20, choices=Order.choices)
    endorsement = models.CharField(max_length=10, default="none")
    valid_for_months = models.PositiveSmallIntegerField(null=True)
    not_accepted = models.TextField(blank=True)
    assessor_guidance = models.TextField(blank=True)
    alignments = models.ManyToManyField("framework.Item", related_name="+")
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["badge", "edition"], name="badges_edition_once")]

    def __str__(self) -> str:
        return f"{self.badge.number} {self.name}"


class Criterion(models.Model):
    """One question of a badge version. The form, the checker, the desk and the printed sheet read this row."""

    class Kind(models.TextChoices):
        TEXT = "text", "In your own words"
        CONFIRM = "confirm", "Read and confirm"
        PRACTICE = "practice", "Try it on a made-up account"

    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    title = models.CharField(max_length=120)
    question = models.TextField()
    hint = models.TextField(blank=True)
    min_words = models.PositiveSmallIntegerField(default=0)
    max_words = models.PositiveSmallIntegerField(default=800)
    may_be_spoken = models.BooleanField(default=True)
    shows_met = models.TextField(blank=True)
    material = models.JSONField(default=dict)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="badges_criterion_position_once"),
            models.CheckConstraint(condition=Q(max_words__gte=models.F("min_words")), name="badges_words_in_order"),
        ]


class Prerequisite(models.Model):
    """What should be held before. Required blocks the application; advised is only said."""

    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="prerequisites")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="+")
    is_required = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "badge"], name="badges_prerequisite_once")]


class Award(models.Model):
    """A person has earned a badge. Once per person and badge version, whatever crashes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awards")
    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="awards")
    awarded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="badges_award_once")]
