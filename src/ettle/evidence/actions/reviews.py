"""Send a mark, take it back within minutes, let it count.

A mark counts when it settles: five minutes after it was sent, or as many as the operator has set, by a durable task.
Then it becomes the review, and what follows from it is done in the same transaction; or a second assessor marks the
work too (marking/).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence.actions.answers import lock_application
from ettle.evidence.actions.drafts import MAX_LETTER_LENGTH, criteria_to_decide, hold_claim, lock_to_decide
from ettle.evidence.actions.settlement import settle
from ettle.evidence.application.transitions import (
    ANSWER,
    DECLINE,
    TAKE_BACK,
    ReviewState,
    Transition,
    refuse_unless_allowed,
)
from ettle.evidence.marking.selection import select_for_second_marking
from ettle.evidence.models import DeclineReason, DraftDecision, Mark, MarkedCriterion, Submission
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.tasks.task_queue import enqueue_once, task
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.models import User

NOT_YETS_BEFORE_THIRD = 2


@transaction.atomic
def review(submission: Submission, *, assessor: User, letter: str, now: datetime) -> Mark:
    """Send this assessor's drafts as their mark, with the letter. It counts some minutes later.

    Raises AlreadyReviewed when a colleague was first, WithColleague when one has claimed it, Refused when a criterion
    is undecided or they may not review it.
    """
    _lock_for(ANSWER, submission, assessor, now)
    letter = _clean_letter(letter)
    drafts = DraftDecision.objects.filter(submission=submission, assessor=assessor).select_related("criterion")
    complete = [draft for draft in drafts if draft.is_complete]
    if {draft.criterion_id for draft in complete} != criteria_to_decide(submission):
        raise Refused(_("Decide on every criterion first."))
    mark = _send_mark(submission, assessor, now, letter=letter)
    MarkedCriterion.objects.bulk_create(
        MarkedCriterion(
            mark=mark,
            criterion=draft.criterion,
            outcome=draft.outcome,
            reason=draft.reason,
            suggestion=draft.suggestion,
        )
        for draft in complete
    )
    audit.record(assessor, "reviewed an application", submission, now=now)
    return mark


@transaction.atomic
def decline(submission: Submission, *, assessor: User, reason: str, letter: str, now: datetime) -> Mark:
    """Decline the whole application: another badge, copied work, or a third ‘not yet’. It counts some minutes later."""
    _lock_for(DECLINE, submission, assessor, now)
    if reason not in DeclineReason.values:
        raise Refused(_("Choose why you decline it"), field="reason")
    if reason == DeclineReason.THIRD and not may_be_third(submission):
        raise Refused(_("You can choose this only when it was ‘not yet’ twice before"), field="reason")
    mark = _send_mark(submission, assessor, now, letter=_clean_letter(letter), decline_reason=reason)
    audit.record(assessor, "declined an application", submission, now=now)
    return mark


def may_be_third(submission: Submission) -> bool:
    """Whether another ‘not yet’ would be the third."""
    return submission.application.status.not_yet_count >= NOT_YETS_BEFORE_THIRD


@transaction.atomic
def take_back(mark: Mark, *, assessor: User, now: datetime) -> None:
    """Take a mark back before it counts. The drafts are still there, and the assessor has the claim again."""
    application = lock_application(mark.submission.application)
    found = Mark.objects.pending().filter(pk=mark.pk, assessor=assessor, settles_at__gt=now).first()
    if found is None:
        raise Refused(TAKE_BACK.refusal)
    refuse_unless_allowed(TAKE_BACK, application.status.review_state)
    found.delete()
    hold_claim(mark.submission, assessor, now)
    audit.record(assessor, "took an answer back", mark.submission, now=now)


@task
def settle_mark(*, mark: str, at: str) -> None:
    """Let one mark count, when its time has come. Harmless when run again, or when the mark was taken back."""
    settle(uuid.UUID(mark), now=datetime.fromisoformat(at))


def settle_due_marks(*, now: datetime) -> int:
    """Let every mark count whose time has come, and return how many; for commands and tests."""
    due = list(Mark.objects.pending().filter(settles_at__lte=now).order_by("settles_at", "pk").values_list("uuid"))
    for (number,) in due:
        settle(number, now=now)
    return len(due)


def _lock_for(step: Transition, submission: Submission, assessor: User, now: datetime) -> None:
    """Lock the application and hold the claim: who may send may also claim what is free."""
    application = lock_to_decide(submission, assessor)
    hold_claim(submission, assessor, now)
    before = application.status.review_state
    refuse_unless_allowed(step, ReviewState.CLAIMED if before == ReviewState.SENT else before)
    submission.application = application


def _send_mark(submission: Submission, assessor: User, now: datetime, *, letter: str, decline_reason: str = "") -> Mark:
    mark = Mark.objects.create(
        submission=submission,
        assessor=assessor,
        place=Mark.objects.filter(submission=submission).count() + 1,
        letter=letter,
        decline_reason=decline_reason,
        sent_at=now,
        settles_at=now + timedelta(minutes=settings.TAKE_BACK_MINUTES),
    )
    if mark.place == 1:
        select_for_second_marking(mark, now=now)
    due = mark.settles_at
    enqueue_once(
        settle_mark.using(run_after=due),
        key=f"evidence/settle/{mark.uuid}",
        now=now,
        mark=str(mark.uuid),
        at=due.isoformat(),
    )
    return mark


def _clean_letter(letter: str) -> str:
    letter = texts.clean_text(letter).strip()
    if not letter:
        raise Refused(_("Write the letter that the learner will read"), field="letter")
    if len(letter) > MAX_LETTER_LENGTH:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": f"{MAX_LETTER_LENGTH:,}"}, field="letter")
    return letter
