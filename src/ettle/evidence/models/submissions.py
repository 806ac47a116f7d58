"""Applications as they were sent. A submission is never edited."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from ettle.evidence.application.state import Round
from ettle.evidence.models.marks import Claim, Mark, SecondMarking
from ettle.evidence.models.owners import Relation
from ettle.evidence.models.reviews import Decision, DraftDecision, Review
from ettle.evidence.models.routing import Handover, Interest, Referral

if TYPE_CHECKING:
    from ettle.people.models import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """What is left out is a short list, made once for a query (`NOT IN`). As a condition on each row (`NOT EXISTS`) it
    is one more table to join: PostgreSQL took 5 to 10 ms to plan those, and stopped looking for the best order."""

    def sent(self) -> SubmissionQuerySet:
        """Without those that the learner took back before an assessor opened them."""
        return self.filter(taken_back_at=None)

    def with_drafts(self) -> SubmissionQuerySet:
        """What the state of each submission needs, without another query: see `Round`. Without those taken back."""
        own = OuterRef("pk")
        marks = Mark.objects.filter(submission=own)
        drafts, claims = DraftDecision.objects.filter(submission=own), Claim.objects.filter(submission=own)
        return self.sent().annotate(
            is_opened=Exists(drafts) | Exists(claims) | Exists(marks),
            is_referred=Exists(Referral.objects.open().filter(submission=own)),
            is_decided=Exists(marks.pending()),
            is_second=Exists(_open_second_markings(own)),
        )

    def waiting(self) -> SubmissionQuerySet:
        """Sent, and not reviewed, withdrawn or referred."""
        referred = Referral.objects.open().values("submission")
        return self.filter(promise__due_on__isnull=False, promise__closed_at=None).exclude(pk__in=referred)

    def to_mark(self) -> SubmissionQuerySet:
        """What waits for an assessor: for the first, or for another who marks it without seeing the first mark."""
        marks = Mark.objects.filter(submission=OuterRef("pk"))
        second = _open_second_markings(OuterRef("pk"))
        pending = Mark.objects.pending().values("submission")
        return self.waiting().filter(~Exists(marks) | Exists(second)).exclude(pk__in=pending)

    def to_mark_by(self, assessor: User) -> SubmissionQuerySet:
        """What this assessor may mark if it is of a learner that they assess."""
        return self.to_mark().not_marked_by(assessor).unrelated_to(assessor)

    def free_for(self, assessor: User, now: datetime) -> SubmissionQuerySet:
        """Without those that a colleague has claimed."""
        return self.exclude(pk__in=Claim.objects.running(now).exclude(assessor=assessor).values("submission"))

    def not_marked_by(self, assessor: User) -> SubmissionQuerySet:
        return self.filter(~Exists(Mark.objects.filter(submission=OuterRef("pk"), assessor=assessor)))

    def open_to(self, assessor: User, learners: models.QuerySet[User]) -> SubmissionQuerySet:
        """The submissions of these learners, except those that `unrelated_to` leaves out."""
        return self.unrelated_to(assessor).filter(application__learner__in=learners)

    def unrelated_to(self, assessor: User) -> SubmissionQuerySet:
        """Without their own, those they passed on, and those of people they know."""
        known = Interest.objects.filter(assessor=assessor).values("learner")
        passed = Handover.objects.filter(assessor=assessor).values("submission")
        mine = get_user_model().objects.filter(pk=assessor.pk).annotate(address=Lower("email")).values("address")
        related = Relation.objects.filter(Q(other=assessor) | Q(email__in=mine)).values("person")
        theirs = self.sent().exclude(application__learner__in=known).exclude(application__learner__in=related)
        return theirs.exclude(pk__in=passed).exclude(application__learner=assessor)


def _open_second_markings(own: OuterRef) -> models.QuerySet[SecondMarking]:
    return SecondMarking.objects.filter(submission=own, asked_at__isnull=False, settled_at=None)


class Submission(models.Model):
    """An application as it was sent, one row for each round. Never edited.

    is_appeal: the same text as the round before, which was declined, for an assessor who sees nothing of that.
    opened_at: when an assessor first claimed it. taken_back_at: when the learner took it back before that; then it is
    no round any more, nobody else can read it, and it has no answers or files.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("evidence.Application", models.PROTECT, related_name="submissions")
    declaration = models.OneToOneField("evidence.Declaration", models.PROTECT, related_name="submission")
    round = models.PositiveSmallIntegerField()
    is_appeal = models.BooleanField(default=False)
    sent_at = models.DateTimeField(db_index=True)
    opened_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round"], condition=Q(taken_back_at=None), name="evidence_round_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(opened_at=None, is_appeal=False),
                name="evidence_taken_back_before_opened",
            ),
        ]

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
        return Round(
            is_opened=getattr(self, "is_opened", False),
            decisions=decisions,
            is_declined=self.answered is not None and bool(self.answered.decline_reason),
            is_appeal=self.is_appeal,
            is_referred=getattr(self, "is_referred", False),
            is_decided=getattr(self, "is_decided", False),
            is_second=getattr(self, "is_second", False),
        )


class SentAnswer(models.Model):
    """The exact text of one answer when it was sent."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "criterion"], name="evidence_sent_once")]
