"""Sessions of two people. A session and all that was written in it is deleted when it ends, at most a day later."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from ettle.together.types import Way

# How long a session lasts at most.
SESSION_LASTS = timedelta(hours=24)
WAYS = [(Way.TWO_PHONES.value, "Two phones"), (Way.SHARED_PHONE.value, "One phone")]


class SessionPlan(models.Model):
    """How a kind of session runs, as a pack brought it. kind: "supervision", "team" or "action-learning"."""

    kind = models.CharField(max_length=40, unique=True)
    content = models.JSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class PairSessionQuerySet(models.QuerySet["PairSession"]):
    def open(self, now: datetime) -> PairSessionQuerySet:
        return self.filter(begun_at__gt=now - SESSION_LASTS)

    def expired(self, now: datetime) -> PairSessionQuerySet:
        return self.filter(begun_at__lte=now - SESSION_LASTS)


class PairSession(models.Model):
    """Two people who prepare a talk and hold it. Deleted when it ends.

    starter: None once they have deleted their account while the other can still read what both shared.
    code: by which the second person joins; empty from then on, and on one phone. changes: counts what the other person
    can see, so that a page knows that there is something new.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="pair_sessions")
    way = models.CharField(max_length=10, choices=WAYS)
    code = models.CharField(max_length=8, blank=True)
    begun_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)

    objects = PairSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="together_code_is_of_one_session")
        ]

    def __str__(self) -> str:
        return f"Session of two {self.uuid}"

    @property
    def expires_at(self) -> datetime:
        return self.begun_at + SESSION_LASTS

    @property
    def is_on_shared_phone(self) -> bool:
        return self.way == Way.SHARED_PHONE


class Participant(models.Model):
    """One of the two, with what they wrote. person: None for who has no account: a guest, or after deleting it.

    answers: key of a question -> {"words": ..., "is_shared": ...}. The other sees the shared ones when both have
    finished. act: what they agreed to do. join_key: from the form by which a guest joined, so that pressing twice is
    joining once.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(PairSession, models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    is_starter = models.BooleanField()
    name = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    act = models.CharField(max_length=140, blank=True)
    finished_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    join_key = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "is_starter"], name="together_two_in_a_session"),
            models.CheckConstraint(
                condition=Q(is_starter=False) | Q(person__isnull=False) | Q(left_at__isnull=False),
                name="together_starter_has_an_account_or_left",
            ),
        ]

    def __str__(self) -> str:
        return f"Participant {self.uuid}"
