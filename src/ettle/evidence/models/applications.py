"""What learners write. Every save is a row of its own.

The status of an application is computed from these rows (application/state.py), never stored.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ettle.evidence.application.state import ApplicationStatus, State
from ettle.evidence.models.submissions import Submission
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from ettle.badges.models import Criterion


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
            assessed=frozenset(criterion.pk for criterion in self.criteria if criterion.is_assessed),
            automatic=frozenset(criterion.pk for criterion in self.criteria if criterion.automatic),
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

    def rounds_before(self, submission: Submission) -> list[Submission]:
        """The earlier rounds that an assessor sees beside a submission: never one that was declined, so that an appeal
        is read like any other work."""
        earlier = [sent for sent in self.rounds if sent.round < submission.round]
        return [sent for sent in earlier if not (sent.answered and sent.answered.decline_reason)]

    @property
    def last_sent(self) -> Submission | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and not self.status.is_all_met and not self.status.is_declined


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
    """Words that the learner marked as not identifying anyone, with why, so that the privacy check ignores them."""

    LENGTH = 500  # characters, of each

    application = models.ForeignKey(Application, models.CASCADE, related_name="made_up")
    words = models.CharField(max_length=LENGTH)
    reason = models.CharField(max_length=LENGTH)
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


class CopiedEntry(models.Model):
    """Text was copied from a log entry into an answer. Shown to the learner only; remains when the entry is deleted."""

    answer = models.ForeignKey("evidence.Answer", models.CASCADE, related_name="copied_from")
    entry = models.ForeignKey("learning_log.Entry", models.SET_NULL, null=True, related_name="+")
    happened_on = models.DateField()
    copied_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
