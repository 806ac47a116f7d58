"""Begin and send an application."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ettle.badges.queries import can_earn
from ettle.evidence.actions.answers import declare, lock_application, send_files
from ettle.evidence.actions.follow_ups import answer_without_assessor, follow_beginning, follow_end
from ettle.evidence.application.readiness import (
    SHORT_ANSWERS,
    UNSEEN_FINDINGS,
    WorkDone,
    find_faults,
    find_short_criteria,
    load_work,
    open_findings,
)
from ettle.evidence.application.transitions import BEGIN_AGAIN, SEND, is_allowed, refuse_unless_allowed
from ettle.evidence.limits import SENT_APPLICATIONS
from ettle.evidence.models import Application, Declaration, SentAnswer, Submission
from ettle.evidence.routing import actions as routing
from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


@transaction.atomic
def begin(*, learner: User, version: BadgeVersion, now: datetime) -> Application:
    """Begin an application, or return the one that is already open.

    Raises Refused when the badge is already earned and cannot be renewed yet. A badge to earn first blocks sending and
    never writing.
    """
    open_application = Application.objects.not_ended().filter(learner=learner, badge=version.badge).first()
    if open_application is not None and not _end_declined(open_application, now):
        return open_application
    if not can_earn(learner, version.badge, now=now):
        raise Refused(_("You have earned %(name)s already.") % {"name": version.name})
    try:
        with transaction.atomic():
            application = Application.objects.create(
                learner=learner, badge=version.badge, version=version, begun_at=now
            )
    except IntegrityError:
        # Begun twice at the same time, on two devices: return the first.
        return Application.objects.not_ended().get(learner=learner, badge=version.badge)
    audit.record(learner, "began an application", application, now=now)
    follow_beginning(application, now=now)
    return application


def _end_declined(application: Application, now: datetime) -> bool:
    """End an application that was declined, so that another may begin; False when it is still open."""
    application = lock_application(application)
    if not is_allowed(BEGIN_AGAIN, application.status.review_state):
        return False
    Application.objects.filter(pk=application.pk).update(ended_at=now)
    follow_end(application, now=now)
    return True


@transaction.atomic
def declare_and_submit(
    application: Application,
    *,
    ai_use: str,
    ai_words: str,
    by: User,
    looked: bool,
    short_is_fine: bool,
    now: datetime,
    wording: str | None = None,
) -> Submission:
    """Make the declarations and send the application, both or neither. Raises as `declare` and `submit` do."""
    declare(application, ai_use=ai_use, ai_words=ai_words, wording=wording, by=by, now=now)
    return submit(application, by=by, looked=looked, short_is_fine=short_is_fine, now=now)


@transaction.atomic
def submit(
    application: Application, *, by: User, looked: bool, now: datetime, short_is_fine: bool = False
) -> Submission:
    """Send the current text of every answer to an assessor, who owns it from now on.

    looked: the page has shown the words that could identify a person. short_is_fine: they were asked about answers
    that are much shorter than the badge asks for, and want to send them. Raises Refused naming the first part that is
    not ready, LimitReached when the learner has sent many in a day.
    """
    if application.learner_id != by.pk:
        raise Refused(_("Only the person who started this application can send it."))
    application = lock_application(application)
    refuse_unless_allowed(SEND, application.status.review_state)
    declaration = application.declarations.filter(submission=None).order_by("declared_at", "pk").last()
    if declaration is None:
        raise Refused(_("Make the declarations"))
    work = load_work(application)
    _refuse_unless_ready(application, work, looked=looked, short_is_fine=short_is_fine)
    consume(SENT_APPLICATIONS, str(by.uuid), now=now)
    submission = _create_submission(application, work, declaration, now)
    audit.record(by, "sent an application", submission, now=now)
    if application.status.assessed:
        routing.start_waiting(submission, now=now)
    else:
        answer_without_assessor(submission, now=now)
    return submission


def _refuse_unless_ready(application: Application, work: WorkDone, *, looked: bool, short_is_fine: bool) -> None:
    faults = find_faults(application, work)
    if faults:
        raise Refused(next(iter(faults.values())))
    if not short_is_fine and find_short_criteria(application, work):
        raise Refused(SHORT_ANSWERS, field="short_is_fine")
    if not looked and open_findings(application, work.answers):
        raise Refused(UNSEEN_FINDINGS, field="looked")


def _create_submission(application: Application, work: WorkDone, declaration: Declaration, now: datetime) -> Submission:
    submission = Submission.objects.create(
        application=application, declaration=declaration, round=len(application.rounds) + 1, sent_at=now
    )
    SentAnswer.objects.bulk_create(
        SentAnswer(submission=submission, criterion=criterion, text=work.text(criterion))
        for criterion in application.criteria
        if criterion.kind == "text"
    )
    send_files(submission)
    return submission
