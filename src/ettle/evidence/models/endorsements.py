"""Endorsements: a person that the learner names says what they saw. What was sent and answered is never edited."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# How long an endorser may answer where the badge says nothing longer, and at the least.
ANSWER_LASTS, SHORTEST_ANSWER = timedelta(days=60), timedelta(days=30)
LATE_LASTS = timedelta(days=30)  # after that time, an answer still counts
CORRECTED_WITHIN = timedelta(days=14)
# The link of an answered request withdraws the answer or hides the name, so it lives as long as people show the badge.
LINK_LASTS = timedelta(days=3 * 365)


class Relationship(models.TextChoices):
    """Keys as in a badge's `endorsement_by`."""

    MANAGER = "manager", _("Line manager")
    TUTOR = "tutor", _("Tutor, mentor or trainer")
    SUPERVISION = "supervision", _("The other person in supervision")
    COLLEAGUE = "colleague", _("Works or volunteers with the learner")


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def open(self) -> EndorsementQuerySet:
        """Those that wait for an answer, or that hold."""
        return self.filter(closed_at=None)

    def due_for_reminder(self, now: datetime) -> EndorsementQuerySet:
        return self.open().filter(next_reminder_at__lte=now)


class Endorsement(models.Model):
    """A person is asked to endorse an application, by a link; the last of their answers counts.

    endorser_email: only until they answer; then address_hash alone is left. relationship: as the learner said. shown:
    the snapshot of what the link shows (`endorsement.shown_work`). answer_by: the end of their time. closed_at: when it
    was withdrawn or declined, so that the learner may ask someone else. reminders: how many reminders were sent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("evidence.Application", models.CASCADE, related_name="endorsements")
    endorser_name = models.CharField(max_length=120, blank=True)
    endorser_email = models.EmailField(blank=True)
    address_hash = models.CharField(max_length=64, db_index=True)
    relationship = models.CharField(max_length=20, choices=Relationship.choices)
    shown = models.JSONField()
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    next_reminder_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_reminder_at"], condition=Q(next_reminder_at__isnull=False), name="evidence_endorse_remind"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed_at=None), name="evidence_one_endorsement_at_a_time"
            )
        ]

    @property
    def last_answer(self) -> EndorsementAnswer | None:
        return max(self.answers.all(), key=lambda answer: answer.pk, default=None)

    @property
    def first_answer(self) -> EndorsementAnswer | None:
        return min(self.answers.all(), key=lambda answer: answer.pk, default=None)

    @property
    def closes_at(self) -> datetime:
        """When the link ends for who has not answered."""
        return self.answer_by + LATE_LASTS

    @property
    def corrected_until(self) -> datetime | None:
        return self.first_answer.answered_at + CORRECTED_WITHIN if self.first_answer else None

    @property
    def is_shown_publicly(self) -> bool:
        """Whether the holder of the badge has chosen to show it."""
        return hasattr(self, "shown_publicly")


class EndorsementAnswer(models.Model):
    """What an endorser said. A correction is another row.

    claim: what a signed endorsement of it would say, and of what. is_name_public: they agree that name, job title and
    words are on the badge's public page.
    """

    class Kind(models.TextChoices):
        ENDORSED = "endorsed", _("Endorsed")
        DECLINED = "declined", _("Would rather not")
        UNKNOWN = "unknown", _("Does not know this person")
        WITHDRAWN = "withdrawn", _("Endorsement withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    relationship = models.CharField(max_length=20, choices=Relationship.choices, blank=True)
    words = models.TextField(blank=True)
    is_name_public = models.BooleanField(default=False)
    claim = models.JSONField(default=dict)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="endorsed") | (~Q(name="") & ~Q(job_title="") & ~Q(words="")),
                name="evidence_endorsement_says_who_and_what",
            )
        ]

    @property
    def is_endorsed(self) -> bool:
        return self.kind == self.Kind.ENDORSED


class EndorsementDuty(models.Model):
    """An application was met, and its badge requires an endorsement by a day. reminders: how many emails were sent."""

    application = models.OneToOneField("evidence.Application", models.CASCADE, related_name="endorsement_duty")
    begins_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    next_reminder_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_reminder_at"], condition=Q(next_reminder_at__isnull=False), name="evidence_duty_remind"
            )
        ]


class EndorsementShown(models.Model):
    """The holder shows an endorsement on the public page of the badge. Deleted when they hide it again."""

    endorsement = models.OneToOneField(Endorsement, models.CASCADE, related_name="shown_publicly")
    shown_at = models.DateTimeField()
