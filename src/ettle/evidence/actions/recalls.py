"""Take back what was sent, withdraw an application, or delete a draft."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence.actions.answers import delete_all_files, lock_application
from ettle.evidence.actions.drafts import delete_drafts
from ettle.evidence.actions.follow_ups import follow_end
from ettle.evidence.application.transitions import UNDO_SEND, WITHDRAW, can_undo_send, refuse_unless_allowed
from ettle.evidence.models import (
    Application,
    Mark,
    SecondMarking,
    SentAnswer,
    SentFile,
    Submission,
    Withdrawal,
)
from ettle.evidence.routing import actions as routing
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def undo_send(application: Application, *, by: User, now: datetime) -> Submission:
    """Take back what was sent last, so that its answers can be changed and sent again.

    Only until an assessor opens it. The copy that was sent is deleted, since nobody has read it: every version stays in
    the history of the answer. That it was sent and taken back stays. Raises Refused.
    """
    application = _lock_open_application(application, by)
    if not application.status.is_waiting:
        raise Refused(_("There is nothing to take back: this application is not waiting for an answer."))
    refuse_unless_allowed(UNDO_SEND, application.status.review_state)
    submission = application.rounds[-1]
    if submission.is_appeal:
        raise Refused(_("You asked for a second assessor, who reads the same text. You can withdraw the application."))
    if not can_undo_send(application):
        raise Refused(UNDO_SEND.refusal)
    routing.recall(submission, why=routing.WhyEnded.TAKEN_BACK, now=now)
    SentFile.objects.filter(submission=submission).delete()
    SentAnswer.objects.filter(submission=submission).delete()
    Submission.objects.filter(pk=submission.pk).update(taken_back_at=now)
    audit.record(by, "took back an application before it was opened", submission, now=now)
    return submission


@transaction.atomic
def withdraw(
    application: Application,
    *,
    by: User,
    now: datetime,
    reason: str = Withdrawal.Reason.UNSAID,
    words: str = "",
) -> None:
    """Withdraw an application that was sent, so that it is not reviewed. The learner keeps what they wrote.

    reason, words: for the learner's own record and for counts. Raises Refused.
    """
    application = _lock_open_application(application, by)
    if not application.rounds:
        raise Refused(_("This application was never sent. You can delete it."))
    refuse_unless_allowed(WITHDRAW, application.status.review_state)
    words = _validate_reason(reason, words)
    Application.objects.filter(pk=application.pk).update(ended_at=now)
    Withdrawal.objects.create(application=application, reason=reason, words=words, withdrawn_at=now)
    for submission in application.rounds:
        routing.recall(submission, why=routing.WhyEnded.WITHDRAWN, now=now)
        delete_drafts(submission)
    Mark.objects.pending().filter(submission__application=application).delete()
    SecondMarking.objects.filter(submission__application=application, settled_at=None, asked_at__isnull=False).update(
        result=SecondMarking.Result.WITHDRAWN, settled_at=now
    )
    follow_end(application, now=now)
    audit.record(by, "withdrew an application", application, now=now)


@transaction.atomic
def delete_draft(application: Application, *, by: User, now: datetime) -> None:
    """Delete an application that nobody else has read, with all its text: never sent, or taken back."""
    application = _lock_open_application(application, by)
    if application.rounds:
        raise Refused(_("This application was sent, so it cannot be deleted. You can withdraw it."))
    audit.record(by, "deleted a draft application", application, now=now)
    delete_all_files(application)
    Submission.objects.filter(application=application).delete()
    application.delete()


def _validate_reason(reason: str, words: str) -> str:
    """Return the cleaned words; those of another reason are left out."""
    if reason not in Withdrawal.Reason.values:
        raise Refused(_("Choose why you withdraw it"), field="reason")
    if reason != Withdrawal.Reason.OTHER:
        return ""
    words = texts.clean_text(words).strip()
    if not words:
        raise Refused(_("Say in a few words why you withdraw it"), field="words")
    if len(words) > Withdrawal.LENGTH:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": Withdrawal.LENGTH}, field="words")
    return words


def _lock_open_application(application: Application, by: User) -> Application:
    if application.learner_id != by.pk:
        raise Refused(_("Only the person who started this application can end it."))
    application = lock_application(application)
    if application.ended_at is not None:
        raise Refused(_("This application has ended already."))
    return application
