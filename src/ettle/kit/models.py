"""The audit log, waiting tasks, and posts already answered. None of these rows is edited by a person."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class AuditLine(models.Model):
    """One action by one person (by the system when actor is empty) on one row. Never changed."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="kit_audit_subject")]


class WaitingTaskQuerySet(models.QuerySet["WaitingTask"]):
    def unfinished(self) -> WaitingTaskQuerySet:
        return self.filter(finished_at=None, given_up_at=None)

    def due(self, now: datetime) -> WaitingTaskQuerySet:
        """Return tasks that a worker may take: due, and without a lease or with an expired one."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.unfinished().filter(free, run_after__lte=now).order_by("-priority", "run_after", "id")

    def given_up(self) -> WaitingTaskQuerySet:
        return self.exclude(given_up_at=None)


class WaitingTask(models.Model):
    """A task, enqueued in the same transaction as the change that caused it. It may run twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - empty keys never collide
    priority = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = WaitingTaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "run_after"],
                condition=Q(finished_at=None, given_up_at=None),
                name="kit_task_due",
            )
        ]


class AnsweredPost(models.Model):
    """A form that was already answered: the same key with the same content gets the same answer and changes nothing.

    digest: of the content that was sent last, made with a key outside the database.
    """

    key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    answered_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="kit_answered_once")]
