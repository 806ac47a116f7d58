"""Applications for badges, what learners wrote, and what assessors decided.

Every save is a row of its own; sent work is never edited; an answer that was sent to a learner is never changed. Where
an application stands is worked out from these rows (state.py), never stored.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property

from ettle.evidence.application.state import ApplicationStatus, Round, State
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.people.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def not_ended(self) -> ApplicationQuerySet:
        return self.filter(ended_at=None)

    def with_status(self) -> ApplicationQuerySet:
        """Load what tells where each application stands: four queries, however many there are."""
        answers = Answer.objects.filter(application=OuterRef("pk"))
        confirmations = Confirmation.objects.filter(application=OuterRef("pk"))
        rounds = Submission.objects.with_drafts().select_related("review").order_by("round")
        return (
            self.select_related("version__badge")
            .annotate(has_begun=Exists(answers) | Exists(confirmations))
            .prefetch_related("version__criteria", Prefetch("submissions", rounds), "submissions__review__decisions")
        )


class Application(models.Model):
    """A learner works towards one badge, by the version it was begun on.

    ended_at: when it was withdrawn, or when everything was met; a new one may begin only after that. badge repeats
    version.badge so that the database itself keeps "one open application for a badge".
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
        """Where this stands. Load rows with `with_standing()`, or this asks once for each."""
        return ApplicationStatus(
            asked=frozenset(criterion.pk for criterion in self.criteria if criterion.kind == "text"),
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
    """The learner has read what a criterion shows, or found what its practice text hides. Checked by the page."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="confirmations")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="evidence_confirmed_once")]


class MadeUp(models.Model):
    """The learner says that these words point to nobody, so the privacy check leaves them be."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="made_up")
    words = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "words"], name="evidence_made_up_once")]


class Declaration(models.Model):
    """The learner said all four: it is mine, it is real, people are disguised, I have read who will see it; and how
    they used AI. Said anew before each sending; the sending points to it."""

    class AiUse(models.TextChoices):
        NONE = "none", "Not at all"
        SPELLING = "spelling", "For spelling and grammar"
        REWORDING = "rewording", "For rewording"
        STRUCTURE = "structure", "For structure, or to find gaps"
        OTHER = "other", "For something else"

    application = models.ForeignKey(Application, models.CASCADE, related_name="declarations")
    ai_use = models.CharField(max_length=10, choices=AiUse.choices)
    ai_words = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ai_use="other") | ~Q(ai_words=""), name="evidence_other_ai_use_is_said")
        ]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def with_drafts(self) -> SubmissionQuerySet:
        drafts = DraftDecision.objects.filter(submission=OuterRef("pk"))
        return self.annotate(is_opened=Exists(drafts))

    def waiting(self) -> SubmissionQuerySet:
        """Sent, not answered, not withdrawn, not handed to somebody outside the flow."""
        referred = Referral.objects.open().filter(submission=OuterRef("pk"))
        return self.filter(~Exists(referred), review=None, application__ended_at=None)

    def open_to(self, assessor: User, learners: models.QuerySet[User]) -> SubmissionQuerySet:
        """Of these learners, what this assessor has not said to know or handed on; never their own."""
        known = Interest.objects.filter(assessor=assessor, learner=OuterRef("application__learner"))
        passed = Handover.objects.filter(assessor=assessor, submission=OuterRef("pk"))
        theirs = self.filter(~Exists(known), ~Exists(passed), application__learner__in=learners)
        return theirs.exclude(application__learner=assessor)


class Submission(models.Model):
    """An application as it was sent, once for each round. Never edited."""

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
    """The exact words of one answer when it was sent."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "criterion"], name="evidence_sent_once")]


class Outcome(models.TextChoices):
    MET = "met", "Met"
    NOT_YET = "not-yet", "Not yet"


class Reason(models.TextChoices):
    """Why a criterion is not yet met: content-facts 8.3, with a sentence of the assessor's own beside it."""

    NOT_YOU = "not-you", "Not yet about what you did: more “we” than “I”"
    NOT_USED = "not-used", "It tells what you learned, not what you did with it"
    NO_EFFECT = "no-effect", "No effect on anyone yet: say what you expect, or why there is none"
    RECOGNISED = "recognised", "Someone could be recognised"
    OTHER_QUESTION = "other-question", "It answers another question"
    TOO_GENERAL = "too-general", "Too general: choose one day"
    BEHIND_LINK = "behind-link", "It needs the words behind a link: we cannot open it"
    COPIED = "copied", "It looks copied or machine written: talk to us"
    WRONG_BADGE = "wrong-badge", "Another badge may suit this better"


class DraftDecision(models.Model):
    """What an assessor thinks so far about one criterion. Theirs alone; written over as they work."""

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
    """The answer to one sending. The first assessor to send decides; it is never changed."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="review")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    letter = models.TextField()
    sent_at = models.DateTimeField(db_index=True)


class Decision(models.Model):
    """One criterion in one review. "Not yet" always says why and suggests one thing."""

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
    """Work that was taken out of the flow for a named person to look at. returned_at: when it came back."""

    class Why(models.TextChoices):
        RISK = "risk", "Someone may be at risk"
        CONDUCT = "conduct", "It may be a matter of conduct"

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
    """An assessor says: I know this person. From then on none of that person's work is theirs to judge."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessor", "learner"], name="evidence_interest_once")]


class Handover(models.Model):
    """An assessor would rather a colleague took this one."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    handed_on_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "assessor"], name="evidence_handed_on_once")]


class CopiedEntry(models.Model):
    """An answer took words from a log entry. Shown to the learner alone; it stays when the entry goes."""

    answer = models.ForeignKey("evidence.Answer", models.CASCADE, related_name="copied_from")
    entry = models.ForeignKey("learning_log.Entry", models.SET_NULL, null=True, related_name="+")
    happened_on = models.DateField()
    copied_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
