"""Ask for a second assessor after an application was declined: the same text goes to someone who sees nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence.actions.answers import lock_application
from ettle.evidence.application.transitions import APPEAL, refuse_unless_allowed
from ettle.evidence.models import Application, Declaration, Handover, SentAnswer, SentFile, Submission
from ettle.evidence.routing import actions as owners
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def appeal(application: Application, *, by: User, now: datetime) -> Submission:
    """Send the declined text again, as it was, as a round of its own. Those who marked it never get it again."""
    if application.learner_id != by.pk:
        raise Refused(_("Only the person who started this application can ask for a second assessor."))
    application = lock_application(application)
    refuse_unless_allowed(APPEAL, application.status.review_state)
    if not application.status.can_appeal:
        raise Refused(APPEAL.refusal)
    declined = application.rounds[-1]
    submission = Submission.objects.create(
        application=application,
        declaration=_copy_declaration(declined.declaration),
        round=declined.round + 1,
        is_appeal=True,
        sent_at=now,
    )
    SentAnswer.objects.bulk_create(
        SentAnswer(submission=submission, criterion_id=sent.criterion_id, text=sent.text)
        for sent in declined.answers.all()
    )
    SentFile.objects.bulk_create(
        SentFile(submission=submission, criterion_id=sent.criterion_id, file_id=sent.file_id)
        for sent in declined.files.all()
    )
    Handover.objects.bulk_create(
        Handover(submission=submission, assessor_id=assessor, handed_over_at=now)
        for assessor in declined.marks.values_list("assessor", flat=True)
    )
    audit.record(by, "asked for a second assessor", submission, now=now)
    owners.start_waiting(submission, now=now)
    return submission


def _copy_declaration(declaration: Declaration) -> Declaration:
    return Declaration.objects.create(
        application_id=declaration.application_id,
        wording_id=declaration.wording_id,
        ai_use=declaration.ai_use,
        ai_words=declaration.ai_words,
        declared_at=declaration.declared_at,
    )
