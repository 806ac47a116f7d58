"""What assessors do before an answer counts: claims, drafts, marks, and whether a second assessor marks too.

A mark is what one assessor decided on one submission. It becomes the review, the answer to the learner, when it
settles: some minutes after it was sent, and after a second marking where one is due. Only its assessor sees it before.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.evidence.models.reviews import DeclineReason, Outcome, Reason


class ClaimQuerySet(models.QuerySet["Claim"]):
    def running(self, now: datetime) -> ClaimQuerySet:
        return self.filter(expires_at__gt=now)


class Claim(models.Model):
    """An assessor works on this submission. Colleagues may take it over when it has expired; each save renews it."""

    submission = models.OneToOneField("evidence.Submission", models.CASCADE, related_name="claim")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    def is_running(self, now: datetime) -> bool:
        return self.expires_at > now


class LetterDraft(models.Model):
    """The letter as far as it is written. Only its assessor sees it; each save overwrites it."""

    submission = models.ForeignKey("evidence.Submission", models.CASCADE, related_name="letter_drafts")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "assessor"], name="evidence_letter_draft_once")]


class MarkQuerySet(models.QuerySet["Mark"]):
    def pending(self) -> MarkQuerySet:
        """Sent, and may still be taken back."""
        return self.filter(settled_at=None)


class Mark(models.Model):
    """What one assessor decided on one submission. place: 1 for the first, 2 for the second, 3 for the third.

    Deleted when its assessor takes it back before settles_at; never changed after settled_at.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey("evidence.Submission", models.PROTECT, related_name="marks")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    letter = models.TextField()
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    sent_at = models.DateTimeField()
    settles_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "place"], name="evidence_mark_place_once"),
            models.UniqueConstraint(fields=["submission", "assessor"], name="evidence_mark_assessor_once"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(settled_at=None), name="evidence_one_mark_pending"
            ),
        ]
        indexes = [
            models.Index(fields=["assessor", "sent_at"], name="evidence_mark_assessor"),
            models.Index(fields=["sent_at"], name="evidence_mark_sent"),
        ]

    def outcomes(self) -> dict[int, str]:
        return {part.criterion_id: part.outcome for part in self.parts.all()}

    def is_same_as(self, other: Mark) -> bool:
        """Whether two assessors decided the same on every criterion, or both declined."""
        return bool(self.decline_reason) == bool(other.decline_reason) and self.outcomes() == other.outcomes()


class MarkedCriterion(models.Model):
    """What a mark says on one criterion."""

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="parts")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    suggestion = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "criterion"], name="evidence_marked_once"),
            models.CheckConstraint(
                condition=Q(outcome="met") | (~Q(reason="") & ~Q(suggestion="")), name="evidence_mark_says_why"
            ),
        ]


class SecondMarking(models.Model):
    """Whether a second assessor marks a submission too. Decided once, when the first assessor sends their mark.

    draw: from 0 to 1, by a seed; below the share of the rule, it is in the sample. asked_at: when it came to the desk
    of a second assessor. A mark that is taken back and sent again keeps the row: sending again draws nothing new.
    """

    class Cause(models.TextChoices):
        NONE = "", _("No second marking")
        NEW_ASSESSOR = "new", _("The first answers of a new assessor")
        SAMPLE = "sample", _("Drawn at random")
        APPEAL = "appeal", _("Declined again after an appeal")

    class Result(models.TextChoices):
        OPEN = "", _("Open")
        AGREED = "agreed", _("Both decided the same")
        THIRD = "third", _("A third assessor decided")
        NOBODY = "nobody", _("No other assessor could mark it")
        WITHDRAWN = "withdrawn", _("The learner withdrew it")

    submission = models.OneToOneField("evidence.Submission", models.PROTECT, related_name="second_marking")
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True)
    draw = models.FloatField()
    decided_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(asked_at__isnull=False, settled_at=None),
                name="evidence_second_marking_open",
            ),
            models.Index(
                fields=["settled_at"], condition=Q(settled_at__isnull=False), name="evidence_second_marking_ended"
            ),
        ]


class MarkingRule(models.Model):
    """How much is marked twice: for one badge, or for all others where badge is null. No row: the defaults.

    share: of the decisions, drawn at random, from 0 to 1. first_marks: of a new assessor. The learner's answer waits
    for what the rule says is marked twice.
    """

    badge = models.OneToOneField("badges.Badge", models.CASCADE, null=True, related_name="+")
    share = models.FloatField(default=0.1)
    first_marks = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="evidence_share_is_a_share"),
            models.UniqueConstraint(fields=["badge"], condition=Q(badge=None), name="evidence_one_rule_for_all"),
        ]
