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
from ettle.framework.item_links import ItemLink, ItemLinkQuerySet
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


class Withdrawal(models.Model):
    """Why a learner withdrew an application that was sent. Shown to them only; administrators see counts."""

    LENGTH = 500  # characters of their own words

    class Reason(models.TextChoices):
        TIME = "time", _("I do not have the time now")
        ANOTHER = "another", _("I want to write about something else, or for another badge")
        WAIT = "wait", _("I have waited too long for an answer")
        PEOPLE = "people", _("Someone could be recognised in it")
        NOT_NEEDED = "not-needed", _("I do not need this badge any more")
        OTHER = "other", _("Something else")
        UNSAID = "unsaid", _("I would rather not say")

    application = models.OneToOneField(Application, models.CASCADE, related_name="withdrawal")
    reason = models.CharField(max_length=12, choices=Reason.choices, db_index=True)
    words = models.CharField(max_length=LENGTH, blank=True)
    withdrawn_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(words=""), name="evidence_other_reason_described")
        ]


class CopiedEntry(models.Model):
    """Words were copied from a log entry into an answer. words: as they were then; the entry may change or be deleted.

    Shown to the learner only.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="copied_entries")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    entry = models.ForeignKey("learning_log.Entry", models.SET_NULL, null=True, related_name="+")
    happened_on = models.DateField()
    words = models.TextField()
    key = models.UUIDField()
    copied_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="evidence_copied_once")]


class AnswerLink(ItemLink):
    """The learner says that one answer shows one item, or that it does not (`is_declined`). Nobody else sees it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")

    objects = ItemLinkQuerySet.as_manager()

    class Meta(ItemLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "item"], name="evidence_answer_link_once")
        ]
