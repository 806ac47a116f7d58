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
        referred = Referral.objects.open().filter(submission=OuterRef("pk"))
        return self.filter(~Exists(referred), promise__due_on__isnull=False, promise__closed_at=None)

    def to_mark(self) -> SubmissionQuerySet:
        """What waits for an assessor: for the first, or for another who marks it without seeing the first mark."""
        marks = Mark.objects.filter(submission=OuterRef("pk"))
        second = _open_second_markings(OuterRef("pk"))
        return self.waiting().filter(~Exists(marks) | Exists(second), ~Exists(marks.pending()))

    def free_for(self, assessor: User, now: datetime) -> SubmissionQuerySet:
        """Without those that a colleague has claimed."""
        claimed = Claim.objects.running(now).filter(submission=OuterRef("pk")).exclude(assessor=assessor)
        return self.filter(~Exists(claimed))

    def not_marked_by(self, assessor: User) -> SubmissionQuerySet:
        return self.filter(~Exists(Mark.objects.filter(submission=OuterRef("pk"), assessor=assessor)))

    def open_to(self, assessor: User, learners: models.QuerySet[User]) -> SubmissionQuerySet:
        """The submissions of these learners, except their own, those they passed on, and those of people they know."""
        known = Interest.objects.filter(assessor=assessor, learner=OuterRef("application__learner"))
        passed = Handover.objects.filter(assessor=assessor, submission=OuterRef("pk"))
        mine = get_user_model().objects.filter(pk=assessor.pk).annotate(address=Lower("email")).values("address")
        named = Relation.objects.filter(person=OuterRef("application__learner"))
        related = named.filter(Q(other=assessor) | Q(email__in=mine))
        theirs = self.sent().filter(~Exists(known), ~Exists(passed), ~Exists(related))
        theirs = theirs.filter(application__learner__in=learners)
        return theirs.exclude(application__learner=assessor)


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
