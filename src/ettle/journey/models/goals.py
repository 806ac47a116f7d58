"""What a person wants to be different, and every turn on the way there."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ettle.people.models import User


class GoalQuerySet(models.QuerySet["Goal"]):
    def for_person(self, person: User) -> GoalQuerySet:
        """A person's goals, newest first, each with how it stands now: `stands`, `step` and `by_on`."""
        latest = GoalEvent.objects.filter(goal=OuterRef("pk")).order_by("-pk")
        as_it_stands = {
            "status": Subquery(latest.values("kind")[:1]),
            "step": Subquery(latest.values("step")[:1]),
            "by_on": Subquery(latest.values("by_on")[:1]),
        }
        return self.filter(person=person).annotate(**as_it_stands).order_by("-set_at", "-pk")

    def open(self) -> GoalQuerySet:
        return self.exclude(Q(("status__in", GoalEvent.CLOSED)))

    def closed(self) -> GoalQuerySet:
        return self.filter(Q(("status__in", GoalEvent.CLOSED)))


class Goal(models.Model):
    """What a person wants to be different for people. The words are theirs to change; how it stands is its events."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="goals")
    outcome = models.CharField(max_length=300)
    behaviour = models.CharField(max_length=300, blank=True)
    cue = models.CharField(max_length=300, blank=True)
    sign = models.CharField(max_length=500, blank=True)
    helper = models.CharField(max_length=120, blank=True)
    themes = models.ManyToManyField("framework.Item", related_name="+")
    set_at = models.DateTimeField()

    objects = GoalQuerySet.as_manager()

    if TYPE_CHECKING:
        # There when read with Goal.objects.of(person), from the latest event.
        status: str
        step: str
        by_on: date | None

    def __str__(self) -> str:
        return self.outcome

    def is_open(self) -> bool:
        return self.status not in GoalEvent.CLOSED

    def has_step(self) -> bool:
        """There is a small step to do."""
        return self.is_open() and self.status != GoalEvent.Kind.STEP_DONE

    def is_late(self, today: date) -> bool:
        return self.has_step() and self.by_on is not None and self.by_on < today


class GoalEvent(models.Model):
    """One turn in the life of a goal. Never changed; the latest says how the goal stands.

    step, by_on: the small step and its day as they stand after this turn.
    """

    class Kind(models.TextChoices):
        SET = "set", _("Set")
        CHANGED = "changed", _("Changed")
        MOVED = "moved", _("Moved to another day")
        SPLIT = "split", _("Made smaller")
        STEP_DONE = "step-done", _("Step done")
        NEXT_STEP = "next-step", _("Next step chosen")
        REACHED = "reached", _("Reached")
        STOPPED = "stopped", _("Stopped")
        TAKEN_UP = "taken-up", _("Started again")

    CLOSED = (Kind.REACHED, Kind.STOPPED)

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    step = models.CharField(max_length=300)
    by_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["goal", "pk"]
