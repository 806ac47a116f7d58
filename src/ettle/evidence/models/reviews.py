"""What assessors decided, and what they said of work that needed no decision. A sent review is never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    MET = "met", _("Met")
    NOT_YET = "not-yet", _("Not yet")


class Reason(models.TextChoices):
    """Why a criterion is not yet met (content-facts 8.3); the assessor adds a suggestion in their own words."""

    NOT_YOU = "not-you", _("It does not say enough about what you did: more ‘we’ than ‘I’")
    NOT_USED = "not-used", _("It says what you learned, but not what you did with it")
    NO_EFFECT = "no-effect", _("It shows no effect on anyone yet: say what you expect, or why there is none")
    RECOGNISED = "recognised", _("Someone could be recognised")
    OTHER_QUESTION = "other-question", _("It answers another question")
    TOO_GENERAL = "too-general", _("Too general: choose one day")
    BEHIND_LINK = "behind-link", _("It depends on a link that we cannot open: write the words here")
    COPIED = "copied", _("It looks copied or written by AI: talk to us")
    WRONG_BADGE = "wrong-badge", _("Another badge may suit this better")


class DeclineReason(models.TextChoices):
    """Why an application is declined as a whole (content-facts 8.1). There is no other reason."""

    WRONG_BADGE = "wrong-badge", _("It is for another badge")
    COPIED = "copied", _("It is copied, not their own work")
    THIRD = "third", _("It is the third ‘not yet’")


class DraftDecision(models.Model):
    """An assessor's decision on one criterion until they send the review. Only they see it; each save overwrites it.

    It may be half done: without an outcome, or a ‘not yet’ without its reason or suggestion.
    """

    submission = models.ForeignKey("evidence.Submission", models.CASCADE, related_name="drafts")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    suggestion = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "assessor", "criterion"], name="evidence_draft_decision_once")
        ]

    @property
    def is_complete(self) -> bool:
        return self.outcome == Outcome.MET or bool(self.outcome and self.reason and self.suggestion)


class Review(models.Model):
    """The answer to one submission, as the learner has it. It comes of a mark and is never changed.

    decline_reason: why the whole application was declined; then there are no decisions on criteria.
    """

    submission = models.OneToOneField("evidence.Submission", models.PROTECT, related_name="review")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    letter = models.TextField()
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    sent_at = models.DateTimeField(db_index=True)


class Decision(models.Model):
    """The decision on one criterion in one review. "Not yet" always has a reason and a suggestion."""

    Outcome = Outcome

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    suggestion = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="evidence_decided_once"),
            models.CheckConstraint(
                condition=Q(outcome="met") | (~Q(reason="") & ~Q(suggestion="")), name="evidence_not_yet_says_why"
            ),
        ]


class Sample(models.Model):
    """The draw for one submission that no assessor decided on, made when it was sent and never again.

    percent: how many in a hundred were drawn then. outcome, note: what an assessor said who looked afterwards. The
    learner has the badge already and does not wait for it.
    """

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("It is fine: nothing needs to follow")
        NOTE = "note", _("Send the learner a note")
        WITHDRAW = "withdraw", _("Ask an administrator to withdraw the badge")

    submission = models.OneToOneField("evidence.Submission", models.PROTECT, related_name="sample")
    percent = models.PositiveSmallIntegerField()
    is_chosen = models.BooleanField()
    drawn_at = models.DateTimeField()
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", looked_at=None) | (~Q(outcome="") & Q(looked_at__isnull=False, is_chosen=True)),
                name="evidence_sample_looked_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "nothing"]) | ~Q(note=""), name="evidence_sample_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["drawn_at"], condition=Q(is_chosen=True, looked_at=None), name="evidence_sample_to_look_at"
            )
        ]
