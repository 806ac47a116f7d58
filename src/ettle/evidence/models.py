"""Applications for badges, what learners wrote, and what assessors decided.

Every save is a row of its own. A submission and a sent review are never changed. The status of an application is
computed from these rows (application/state.py), never stored.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ettle.evidence.application.state import ApplicationStatus, Round, State
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.people.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def not_ended(self) -> ApplicationQuerySet:
        return self.filter(ended_at=None)

    def with_status(self) -> ApplicationQuerySet:
        """Load what the status of each application needs: four queries for any number of applications."""
        answers = Answer.objects.filter(application=OuterRef("pk"))
        confirmations = Confirmation.objects.filter(application=OuterRef("pk"))
        rounds = Submission.objects.with_drafts().select_related("review").order_by("round")
        return (
            self.select_related("version__badge")
            .annotate(has_begun=Exists(answers) | Exists(confirmations))
            .prefetch_related("version__criteria", Prefetch("submissions", rounds), "submissions__review__decisions")
        )


class Application(models.Model):
    """A learner's work towards one badge, in the version that was current when they began.

    ended_at: when it was withdrawn, or when everything was met; a new one may begin only after that. badge repeats
    version.badge so that the database enforces "one open application for a badge".
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications")
    badge = models.ForeignKey("badges.Badge", models.PROTECT, related_name="+")
    version = models.ForeignKey("badges.BadgeVersion", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "badge"], condition=Q(ended_at=None), name="evidence_one_open_for_a_badge"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @cached_property
    def status(self) -> ApplicationStatus:
        """The computed status. Load rows with `with_status()`, or this queries once for each."""
        return ApplicationStatus(
            assessed=frozenset(criterion.pk for criterion in self.criteria if criterion.kind == "text"),
            rounds=tuple(submission.to_round() for submission in self.rounds),
            is_started=getattr(self, "has_begun", False),
            is_earned=getattr(self, "is_earned", False),
            is_ended=self.ended_at is not None,
        )

    @property
    def state(self) -> State:
        return self.status.state

    @cached_property
    def criteria(self) -> list[Criterion]:
        return sorted(self.version.criteria.all(), key=lambda criterion: criterion.position)

    @cached_property
    def rounds(self) -> list[Submission]:
        return sorted(self.submissions.all(), key=lambda submission: submission.round)

    @property
    def last_sent(self) -> Submission | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and not self.status.is_all_met


class AnswerQuerySet(models.QuerySet["Answer"]):
    def current(self) -> AnswerQuerySet:
        """The newest revision of each answer."""
        newer = Answer.objects.filter(
            application=OuterRef("application"), criterion=OuterRef("criterion"), rev__gt=OuterRef("rev")
        )
        return self.filter(~Exists(newer))


class Answer(Revision):
    """One save of one answer."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "rev"], name="evidence_rev_once"),
            models.UniqueConstraint(fields=["application", "key"], name="evidence_save_once"),
        ]


class Confirmation(models.Model):
    """The learner has read what a criterion shows, or has done its practice. Checked by the page."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="confirmations")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="evidence_confirmed_once")]


class MadeUp(models.Model):
    """Words that the learner marked as not identifying anyone, so the privacy check ignores them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="made_up")
    words = models.CharField(max_length=200)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "words"], name="evidence_made_up_once")]


class Declaration(models.Model):
    """The learner's four declarations (my own work, real, people disguised, I have read who will see it) and how they
    used AI. Made again before each submission, which points to it."""

    class AiUse(models.TextChoices):
        NONE = "none", _("Not at all")
        SPELLING = "spelling", _("For spelling and grammar")
        REWORDING = "rewording", _("For rewording")
        STRUCTURE = "structure", _("For structure, or to find gaps")
        OTHER = "other", _("For something else")

    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    ai_use = models.CharField(max_length=10, choices=AiUse.choices)
    ai_words = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(ai_use="other") | ~Q(ai_words=""), name="evidence_other_ai_use_described"
            )
        ]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def with_drafts(self) -> SubmissionQuerySet:
        drafts = DraftDecision.objects.filter(submission=OuterRef("pk"))
        return self.annotate(is_opened=Exists(drafts))

    def waiting(self) -> SubmissionQuerySet:
        """Sent, and not reviewed, withdrawn or referred."""
        referred = Referral.objects.open().filter(submission=OuterRef("pk"))
        return self.filter(~Exists(referred), review=None, application__ended_at=None)

    def open_to(self, assessor: User, learners: models.QuerySet[User]) -> SubmissionQuerySet:
        """The submissions of these learners, except those of people this assessor knows, handed over, or their own."""
        known = Interest.objects.filter(assessor=assessor, learner=OuterRef("application__learner"))
        passed = Handover.objects.filter(assessor=assessor, submission=OuterRef("pk"))
        theirs = self.filter(~Exists(known), ~Exists(passed), application__learner__in=learners)
        return theirs.exclude(application__learner=assessor)


class Submission(models.Model):
    """An application as it was sent, one row for each round. Never edited."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    declaration = models.OneToOneField(Declaration, models.PROTECT, related_name="submission")
    round = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(db_index=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "round"], name="evidence_round_once")]

    @property
    def answered(self) -> Review | None:
        return getattr(self, "review", None)

    def to_round(self) -> Round:
        decisions = None
        if self.answered is not None:
            decisions = {
                decision.criterion_id: decision.outcome == Decision.Outcome.MET
                for decision in self.answered.decisions.all()
            }
        return Round(is_opened=getattr(self, "is_opened", False), decisions=decisions)


class SentAnswer(models.Model):
    """The exact text of one answer when it was sent."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "criterion"], name="evidence_sent_once")]


class Outcome(models.TextChoices):
    MET = "met", _("Met")
    NOT_YET = "not-yet", _("Not yet")


class Reason(models.TextChoices):
    """Why a criterion is not yet met (content-facts 8.3); the assessor adds a suggestion in their own words."""

    NOT_YOU = "not-you", _("It does not say enough about what you did: more “we” than “I”")
    NOT_USED = "not-used", _("It says what you learned, but not what you did with it")
    NO_EFFECT = "no-effect", _("It shows no effect on anyone yet: say what you expect, or why there is none")
    RECOGNISED = "recognised", _("Someone could be recognised")
    OTHER_QUESTION = "other-question", _("It answers another question")
    TOO_GENERAL = "too-general", _("Too general: choose one day")
    BEHIND_LINK = "behind-link", _("It depends on a link that we cannot open: write the words here")
    COPIED = "copied", _("It looks copied or written by AI: talk to us")
    WRONG_BADGE = "wrong-badge", _("Another badge may suit this better")


class DraftDecision(models.Model):
    """An assessor's decision on one criterion until they send the review. Only they see it; each save overwrites it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="drafts")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    suggestion = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "assessor", "criterion"], name="evidence_draft_decision_once")
        ]


class Review(models.Model):
    """The answer to one submission. The first assessor to send it decides; it is never changed."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="review")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    letter = models.TextField()
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


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> ReferralQuerySet:
        return self.filter(returned_at=None)


class Referral(models.Model):
    """A submission taken out of the queue for a named person to look at. returned_at: when it came back."""

    class Why(models.TextChoices):
        RISK = "risk", _("Someone may be at risk")
        CONDUCT = "conduct", _("It may be a matter of conduct")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="referrals")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    words = models.TextField()
    referred_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(returned_at=None), name="evidence_referred_once")
        ]


class Interest(models.Model):
    """An assessor knows this learner, and therefore never reviews their work."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessor", "learner"], name="evidence_interest_once")]


class Handover(models.Model):
    """An assessor left this submission to a colleague."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    handed_over_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "assessor"], name="evidence_handed_over_once")]


class CopiedEntry(models.Model):
    """Text was copied from a log entry into an answer. Shown to the learner only; remains when the entry is deleted."""

    answer = models.ForeignKey("evidence.Answer", models.CASCADE, related_name="copied_from")
    entry = models.ForeignKey("learning_log.Entry", models.SET_NULL, null=True, related_name="+")
    happened_on = models.DateField()
    copied_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
