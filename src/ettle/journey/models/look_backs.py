"""Looking back at a goal: when someone asked to be asked, what they said, and what they sent to a helper."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.journey.models.goals import Goal


class LookBackQuerySet(models.QuerySet["LookBack"]):
    def open(self) -> LookBackQuerySet:
        """Still to come, or asked and not answered."""
        return self.filter(ended_at=None)

    def due(self, today: date) -> LookBackQuerySet:
        """To be sent on this day, the longest due first. Only to people who still have an account."""
        return (
            self.open().filter(sent_at=None, due_on__lte=today, goal__person__is_active=True).order_by("due_on", "pk")
        )


class LookBack(models.Model):
    """One question about one goal that its person asked for. Moving it ends this row and begins another.

    weeks: after how many weeks it was first meant. One email at most is ever sent for a row.
    """

    class End(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        MOVED = "moved", _("Moved")
        STOPPED = "stopped", _("Stopped")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="look_backs")
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    promised_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=End.choices, blank=True)

    objects = LookBackQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(sent_at=None, ended_at=None), name="journey_look_back_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "weeks"], condition=Q(ended_at=None), name="journey_one_look_back_each"
            )
        ]


class LookBackAnswer(models.Model):
    """What a person said when they looked back. Never changed."""

    class How(models.TextChoices):
        REACHED = "reached", _("I have reached it")
        GOING = "going", _("It is in progress")
        HARD = "hard", _("It is harder than I thought")
        OTHER = "other", _("I want something else now")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="look_back_answers")
    how = models.CharField(max_length=10, choices=How.choices)
    words = models.TextField(blank=True, max_length=2_000)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class HelperMessage(models.Model):
    """What a person sent to someone who helps with a goal: word for word. Their address is not kept."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="helper_messages")
    name = models.CharField(max_length=120)
    words = models.TextField(max_length=2_000)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
