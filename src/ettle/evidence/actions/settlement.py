"""Let a mark count: it becomes the answer to the learner, or a second assessor marks the work too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ettle.evidence.actions.answers import lock_application
from ettle.evidence.actions.drafts import delete_drafts
from ettle.evidence.actions.follow_ups import apply_outcome
from ettle.evidence.application.transitions import SETTLE, is_allowed
from ettle.evidence.models import Decision, Mark, Review, SecondMarking
from ettle.evidence.routing import actions as owners
from ettle.evidence.routing.eligibility import has_assessor
from ettle.kit import audit

Result = SecondMarking.Result


@transaction.atomic
def settle(number: UUID, *, now: datetime) -> None:
    """Let one mark count when its time has come: once, however often this is called."""
    found = Mark.objects.pending().filter(uuid=number, settles_at__lte=now).select_related("submission").first()
    if found is None:
        return
    application = lock_application(found.submission.application)
    if not Mark.objects.pending().filter(pk=found.pk).exists():
        return
    if not is_allowed(SETTLE, application.status.review_state):
        return
    Mark.objects.filter(pk=found.pk).update(settled_at=now)
    delete_drafts(found.submission, found.assessor)
    _PLACES[found.place](found, found.submission.second_marking, now)


def _settle_first(mark: Mark, second: SecondMarking, now: datetime) -> None:
    if not second.cause:
        _answer_learner(mark, now)
    elif not has_assessor(mark.submission):
        _end(second, Result.NOBODY, now)
        _answer_learner(mark, now)
    else:
        SecondMarking.objects.filter(pk=second.pk).update(asked_at=now)
        _ask_others(mark, now)


def _settle_second(mark: Mark, second: SecondMarking, now: datetime) -> None:
    first = mark.submission.marks.get(place=1)
    if mark.is_same_as(first):
        _end(second, Result.AGREED, now)
        _answer_learner(first, now)
    elif has_assessor(mark.submission):
        _ask_others(mark, now)
    else:
        _end(second, Result.NOBODY, now)
        _answer_learner(first, now)


def _settle_third(mark: Mark, second: SecondMarking, now: datetime) -> None:
    _end(second, Result.THIRD, now)
    _answer_learner(mark, now)


_PLACES = {1: _settle_first, 2: _settle_second, 3: _settle_third}


def _answer_learner(mark: Mark, now: datetime) -> None:
    """Make a mark the review, and do what follows from it. The database allows one review for a submission."""
    review = Review.objects.create(
        submission=mark.submission,
        assessor=mark.assessor,
        letter=mark.letter,
        decline_reason=mark.decline_reason,
        sent_at=now,
    )
    Decision.objects.bulk_create(
        Decision(
            review=review,
            criterion=part.criterion,
            outcome=part.outcome,
            reason=part.reason,
            suggestion=part.suggestion,
        )
        for part in mark.parts.select_related("criterion")
    )
    delete_drafts(mark.submission)
    owners.stop_waiting(mark.submission, why=owners.WhyEnded.ANSWERED, now=now)
    audit.record(None, "sent an answer to the learner", mark.submission, now=now)
    apply_outcome(review, by=mark.assessor, now=now)


def _end(second: SecondMarking, result: Result, now: datetime) -> None:
    SecondMarking.objects.filter(pk=second.pk).update(result=result, settled_at=now)
    audit.record(None, "ended a second marking", second.submission, now=now)


def _ask_others(mark: Mark, now: datetime) -> None:
    """Give it to the next owner, who gets the email that every owner gets."""
    owners.ask_next(mark.submission, now=now)
