"""An assessor's work until they send it: claim a submission, save draft decisions and the letter, pass it on.

A claim runs for half an hour from the last save. A colleague may take it over when it has expired; the drafts of both
stay, and each sees only their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from ettle.evidence import queries
from ettle.evidence.actions.answers import lock_application
from ettle.evidence.application.transitions import CLAIM, Transition, refuse_unless_allowed
from ettle.evidence.endorsement.queries import is_endorser_of
from ettle.evidence.marking.queries import needs_practice
from ettle.evidence.models import Claim, DraftDecision, LetterDraft, Mark, Outcome, Reason, Review, Submission
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application
    from ettle.people.models import User

CLAIM_LASTS = timedelta(minutes=30)
MAX_SUGGESTION_LENGTH = 2_000
MAX_LETTER_LENGTH = 10_000


class AlreadyReviewed(Refused):
    """Another assessor has already sent a review."""

    def __init__(self) -> None:
        super().__init__(_("A colleague has already reviewed this work."))


class PracticeFirst(Refused):
    """The assessor has not decided on the examples of this badge yet."""

    def __init__(self) -> None:
        super().__init__(_("First decide on the examples of this badge, and see how that compares with its standard."))


class WithColleague(Refused):
    """A colleague has claimed the submission, and their claim is still running."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("This is with a colleague until about %(time)s. Nothing of yours was lost.")
            % {"time": time_format(timezone.localtime(until))}
        )


@transaction.atomic
def claim(submission: Submission, *, assessor: User, now: datetime) -> Claim:
    """Claim a submission, renew one's claim, or take over one that has expired.

    Raises PracticeFirst, WithColleague, Refused.
    """
    lock_to_decide(submission, assessor)
    return hold_claim(submission, assessor, now)


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
    """Store an assessor's draft decision on one criterion, and renew their claim. Only they see it."""
    _refuse_unless_undecided(submission, criterion, assessor, now)
    if outcome not in Outcome.values:
        raise Refused(_("Choose met or not yet"), field="outcome")
    if outcome == Outcome.MET:
        reason, suggestion = "", ""
    suggestion = texts.clean_text(suggestion).strip()
    _validate_not_yet(outcome, reason, suggestion)
    return _store_draft(submission, criterion, assessor, now, outcome=outcome, reason=reason, suggestion=suggestion)


@transaction.atomic
def save_half_decision(
    submission: Submission,
    *,
    criterion: Criterion,
    assessor: User,
    outcome: str,
    reason: str,
    suggestion: str,
    now: datetime,
) -> Claim:
    """Store a decision as far as it is made, and return the renewed claim. What is not a choice is left out."""
    renewed = _refuse_unless_undecided(submission, criterion, assessor, now)
    suggestion = texts.clean_text(suggestion)
    _refuse_too_long(suggestion, MAX_SUGGESTION_LENGTH, "suggestion")
    _store_draft(
        submission,
        criterion,
        assessor,
        now,
        outcome=outcome if outcome in Outcome.values else "",
        reason=reason if reason in Reason.values else "",
        suggestion=suggestion,
    )
    return renewed


@transaction.atomic
def save_letter_draft(submission: Submission, *, assessor: User, text: str, now: datetime) -> Claim:
    """Store the letter as far as it is written, and renew the claim, which is returned."""
    lock_to_decide(submission, assessor)
    renewed = hold_claim(submission, assessor, now)
    text = texts.clean_text(text)
    _refuse_too_long(text, MAX_LETTER_LENGTH, "letter")
    LetterDraft.objects.update_or_create(
        submission=submission, assessor=assessor, defaults={"text": text, "saved_at": now}
    )
    return renewed


def hold_claim(submission: Submission, assessor: User, now: datetime) -> Claim:
    """Return the claim of this assessor, running from now. The application is locked. Raises WithColleague."""
    Submission.objects.filter(pk=submission.pk, opened_at=None).update(opened_at=now)
    found = Claim.objects.filter(submission=submission).first()
    if found is None:
        return Claim.objects.create(
            submission=submission, assessor=assessor, claimed_at=now, expires_at=now + CLAIM_LASTS
        )
    if found.assessor_id != assessor.pk:
        if found.is_running(now):
            raise WithColleague(found.expires_at)
        found.assessor, found.claimed_at = assessor, now
    found.expires_at = max(found.expires_at, now + CLAIM_LASTS)
    found.save(update_fields=["assessor", "claimed_at", "expires_at"])
    return found


def lock_to_mark(submission: Submission, assessor: User, step: Transition) -> Application:
    """Lock the application, and return it fresh. Raises Refused unless this assessor may mark the submission now."""
    application = lock_application(submission.application)
    refuse_unless_reviewable(submission, assessor)
    refuse_unless_allowed(step, application.status.review_state)
    return application


def lock_to_decide(submission: Submission, assessor: User) -> Application:
    """Lock the application for whatever an assessor decides or writes about it, and return it fresh.

    Raises PracticeFirst before an assessor's first review of a badge, Refused unless they may mark the submission now,
    and for an assessor that the learner has named as the person who endorses it.
    """
    application = lock_to_mark(submission, assessor, CLAIM)
    if is_endorser_of(application, assessor):
        raise Refused(
            _("The learner has asked you to endorse this work, so you cannot assess it too. Say that you know them.")
        )
    if needs_practice(assessor, application.version):
        raise PracticeFirst
    return application


def refuse_unless_reviewable(submission: Submission, assessor: User) -> None:
    if not queries.awaiting_review(assessor).filter(pk=submission.pk).exists():
        others = Mark.objects.filter(submission=submission)
        if others.exists() or Review.objects.filter(submission=submission).exists():
            raise AlreadyReviewed
        raise Refused(_("You cannot review this work: it is not from a learner you assess, or it was taken back."))


def criteria_to_decide(submission: Submission) -> frozenset[int]:
    """Primary keys of the criteria to decide in this submission: those not met in an earlier round."""
    return submission.application.status.unmet


def delete_drafts(submission: Submission, assessor: User | None = None) -> None:
    """Delete the drafts and the claim of this assessor on a submission; of all assessors without one."""
    whose = {} if assessor is None else {"assessor": assessor}
    for model in (DraftDecision, LetterDraft, Claim):
        model.objects.filter(submission=submission, **whose).delete()


def _refuse_unless_undecided(submission: Submission, criterion: Criterion, assessor: User, now: datetime) -> Claim:
    application = lock_to_decide(submission, assessor)
    renewed = hold_claim(submission, assessor, now)
    if criterion.pk not in application.status.unmet:
        raise Refused(_("There is nothing to decide here: this part is met."))
    return renewed


def _store_draft(
    submission: Submission, criterion: Criterion, assessor: User, now: datetime, **parts: str
) -> DraftDecision:
    draft, _created = DraftDecision.objects.update_or_create(
        submission=submission, assessor=assessor, criterion=criterion, defaults={**parts, "saved_at": now}
    )
    return draft


def _validate_not_yet(outcome: str, reason: str, suggestion: str) -> None:
    if outcome != Outcome.NOT_YET:
        return
    if reason not in Reason.values:
        raise Refused(_("Choose the reason why it is not yet met"), field="reason")
    if not suggestion:
        raise Refused(_("Write one suggestion that would help the learner"), field="suggestion")
    _refuse_too_long(suggestion, MAX_SUGGESTION_LENGTH, "suggestion")


def _refuse_too_long(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": f"{most:,}"}, field=field)
