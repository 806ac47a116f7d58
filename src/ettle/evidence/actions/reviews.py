"""Review a submission: save draft decisions, then send one review. The first assessor to send decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ettle.evidence import queries
from ettle.evidence.actions.answers import lock_application
from ettle.evidence.actions.follow_ups import apply_outcome
from ettle.evidence.models import Decision, DraftDecision, Outcome, Reason, Review, Submission
from ettle.evidence.promises import actions as promises
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.people.models import User

MAX_SUGGESTION_LENGTH = 2_000
MAX_LETTER_LENGTH = 10_000


class AlreadyReviewed(Refused):
    """Another assessor has already sent a review."""

    def __init__(self) -> None:
        super().__init__(_("A colleague has already reviewed this work."))


@transaction.atomic
def save_draft_decision(
    submission: Submission,
    *,
    criterion: Criterion,
    assessor: User,
    outcome: str,
    reason: str,
    suggestion: str,
    now: datetime,
) -> DraftDecision:
    """Store an assessor's draft decision on one criterion. Only they see it."""
    refuse_unless_reviewable(submission, assessor)
    if criterion.pk not in criteria_to_decide(submission):
        raise Refused(_("There is nothing to decide here: this part is met."))
    if outcome not in Outcome.values:
        raise Refused(_("Choose met or not yet"), field="outcome")
    if outcome == Outcome.MET:
        reason, suggestion = "", ""
    suggestion = texts.clean_text(suggestion).strip()
    _validate_not_yet(outcome, reason, suggestion)
    draft, _created = DraftDecision.objects.update_or_create(
        submission=submission,
        assessor=assessor,
        criterion=criterion,
        defaults={"outcome": outcome, "reason": reason, "suggestion": suggestion, "saved_at": now},
    )
    return draft


@transaction.atomic
def review(submission: Submission, *, assessor: User, letter: str, now: datetime) -> Review:
    """Send the review: this assessor's drafts become the decisions, and the learner gets the letter.

    Raises AlreadyReviewed when a colleague was first, Refused when a criterion is undecided or they may not review it.
    """
    lock_application(submission.application)
    if Review.objects.filter(submission=submission).exists():
        raise AlreadyReviewed
    refuse_unless_reviewable(submission, assessor)
    letter = texts.clean_text(letter).strip()
    if not letter:
        raise Refused(_("Write the letter that the learner will read"), field="letter")
    if len(letter) > MAX_LETTER_LENGTH:
        raise Refused(
            _("Use %(most)s characters or fewer") % {"most": f"{MAX_LETTER_LENGTH:,}"},
            field="letter",
        )
    drafts = list(DraftDecision.objects.filter(submission=submission, assessor=assessor).select_related("criterion"))
    if {draft.criterion_id for draft in drafts} != criteria_to_decide(submission):
        raise Refused(_("Decide on every criterion first."))
    answer = _create_review(submission, assessor, letter, drafts, now)
    DraftDecision.objects.filter(submission=submission).delete()
    promises.close_promise(submission, now=now)
    audit.record(assessor, "reviewed an application", submission, now=now)
    apply_outcome(answer, by=assessor, now=now)
    return answer


def criteria_to_decide(submission: Submission) -> frozenset[int]:
    """Primary keys of the criteria to decide in this submission: those not met in an earlier round."""
    return submission.application.status.unmet


def refuse_unless_reviewable(submission: Submission, assessor: User) -> None:
    if not queries.awaiting_review(assessor).filter(pk=submission.pk).exists():
        if Review.objects.filter(submission=submission).exists():
            raise AlreadyReviewed
        raise Refused(_("You cannot review this work: it is not from a learner you assess, or it was taken back."))


def _validate_not_yet(outcome: str, reason: str, suggestion: str) -> None:
    if outcome != Outcome.NOT_YET:
        return
    if reason not in Reason.values:
        raise Refused(_("Choose the reason why it is not yet met"), field="reason")
    if not suggestion:
        raise Refused(_("Write one suggestion that would help the learner"), field="suggestion")
    if len(suggestion) > MAX_SUGGESTION_LENGTH:
        raise Refused(
            _("Use %(most)s characters or fewer") % {"most": f"{MAX_SUGGESTION_LENGTH:,}"},
            field="suggestion",
        )


def _create_review(
    submission: Submission, assessor: User, letter: str, drafts: list[DraftDecision], now: datetime
) -> Review:
    try:
        with transaction.atomic():
            answer = Review.objects.create(submission=submission, assessor=assessor, letter=letter, sent_at=now)
    except IntegrityError as error:
        raise AlreadyReviewed from error
    Decision.objects.bulk_create(
        Decision(
            review=answer,
            criterion=draft.criterion,
            outcome=draft.outcome,
            reason=draft.reason,
            suggestion=draft.suggestion,
        )
        for draft in drafts
    )
    return answer
