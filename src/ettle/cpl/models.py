"""What a person counts as learning, and who checked it. What was sent, answered or signed is never changed."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.cpl.types import LearningYear, Source

if TYPE_CHECKING:
    from ettle.people.models import User

# How long a verifier's link works, before and after the answer.
LINK_LASTS = timedelta(days=60)
SOURCES = [
    (Source.LOG.value, _("Learning log")),
    (Source.ANSWER.value, _("Answer in an application")),
    (Source.AREA.value, _("Area read")),
    (Source.ACTIVITY.value, _("Activity")),
    (Source.BADGE.value, _("Badge")),
    (Source.OWN.value, _("Written by you")),
]


class Scheme(models.Model):
    """What the regulator asks for, as a pack brought it. A site has at most one. content: a `SchemeSpec`."""

    framework = models.CharField(max_length=60, unique=True)
    content = models.JSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.framework


class CplProfile(models.Model):
    """When a person's year begins, and the groups whose additional topics they have. groups: keys of the scheme."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cpl_profile")
    registered_on = models.DateField(null=True)
    groups = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"CPL settings of {self.person_id}"


class LearningQuerySet(models.QuerySet["Learning"]):
    def of(self, person: User) -> LearningQuerySet:
        return self.filter(person=person)

    def in_year(self, year: LearningYear) -> LearningQuerySet:
        return self.filter(happened_on__range=(year.first, year.last)).order_by("-happened_on", "-pk")


class Learning(models.Model):
    """A piece of learning that a person counts. A copy: the log entry, area or badge that it is from does not change.

    source_key: what it was made from, so that it is not suggested again; empty for OWN. counts_for: keys of topics and
    of their parts ("4", "4/adult"). Only the person sees it, until they choose to show it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cpl_learning")
    source = models.CharField(max_length=10, choices=SOURCES)
    source_key = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField()
    title = models.CharField(max_length=300)
    learned = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    counts_for = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    objects = LearningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pieces of learning"
        indexes = [models.Index(fields=["person", "-happened_on"], name="cpl_learning_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "source_key"], condition=~Q(source_key=""), name="cpl_counted_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def account(self) -> str:
        """The name of what it was made from, as in `PersonalLink.accounts`."""
        return f"{self.source}:{self.source_key or self.uuid}"


class VerificationQuerySet(models.QuerySet["Verification"]):
    def of(self, person: User) -> VerificationQuerySet:
        return self.filter(person=person).select_related("answer", "person").order_by("-sent_at", "-pk")


class Verification(models.Model):
    """What a person showed to someone at their employer, exactly as it was shown.

    shown: the snapshot (`record_snapshots`). The link works until it is withdrawn, unanswered, or expires.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cpl_verifications")
    verifier_name = models.CharField(max_length=120)
    verifier_email = models.EmailField(blank=True)
    shown = models.JSONField()
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = VerificationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Verification {self.uuid}"

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + LINK_LASTS

    def is_open(self, now: datetime) -> bool:
        """Whether the link shows anything."""
        return self.withdrawn_at is None and now < self.expires_at

    def find_answer(self) -> VerificationAnswer | None:
        answer: VerificationAnswer | None = getattr(self, "answer", None)
        return answer


class VerificationAnswer(models.Model):
    """What the person who opened the link said, and the signed record of it. Given once, never changed.

    missing: topic key -> what is missing. record: the signed text, canonical JSON. code: by which anyone who has the
    record can check it. key: the identifier of the site's public key.
    """

    verification = models.OneToOneField(Verification, models.CASCADE, related_name="answer")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    is_confirmed = models.BooleanField()
    missing = models.JSONField(default=dict)
    answered_at = models.DateTimeField()
    code = models.CharField(max_length=24, unique=True)
    record = models.TextField()
    signature = models.CharField(max_length=200)
    key = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(job_title=""), name="cpl_answer_says_who"),
        ]

    def __str__(self) -> str:
        return self.code

    def content(self) -> dict[str, Any]:
        """The record as data."""
        found: dict[str, Any] = json.loads(self.record)
        return found
