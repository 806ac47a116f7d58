"""Who should answer: hand on, say that one knows the person, refer out of the flow, put back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.evidence import queries
from ettle.evidence.actions.applying import tell_administrators
from ettle.evidence.actions.reviewing import refuse_unless_theirs
from ettle.evidence.actions.writing import locked
from ettle.evidence.models import DraftDecision, HandedOn, Interest, Referral, Submission
from ettle.kit import audit, mail
from ettle.kit.refused import Refused
from ettle.texts import words

if TYPE_CHECKING:
    from ettle.people.models import User

LONGEST_REFERRAL = 4_000


@transaction.atomic
def declare_interest(submission: Submission, *, assessor: User, now: datetime) -> None:
    """The assessor knows this person: from now on none of that person's work is theirs."""
    refuse_unless_theirs(submission, assessor)
    learner = submission.application.learner
    Interest.objects.get_or_create(assessor=assessor, learner=learner, defaults={"declared_at": now})
    audit.record(assessor, "said that they know the learner", submission, now=now)
    _leave_to_others(submission, assessor, now)


@transaction.atomic
def hand_on(submission: Submission, *, assessor: User, now: datetime) -> None:
    """Leave this one to a colleague."""
    refuse_unless_theirs(submission, assessor)
    HandedOn.objects.get_or_create(submission=submission, assessor=assessor, defaults={"handed_on_at": now})
    audit.record(assessor, "handed on", submission, now=now)
    _leave_to_others(submission, assessor, now)


@transaction.atomic
def refer(submission: Submission, *, assessor: User, why: str, said: str, now: datetime) -> Referral:
    """Take the work out of the flow and tell those who run the site, who name a person to look at it.

    The mail says that there is a referral and its number, never whose work or what it says.
    """
    locked(submission.application)
    refuse_unless_theirs(submission, assessor)
    said = words.tidy(said).strip()
    if why not in Referral.Why.values:
        raise Refused("Choose why you refer this", field="why")
    if not said:
        raise Refused("Say what you saw, and where in the text", field="words")
    if len(said) > LONGEST_REFERRAL:
        raise Refused(f"Use {LONGEST_REFERRAL:,} characters or fewer", field="words")
    referral = Referral.objects.create(submission=submission, assessor=assessor, why=why, words=said, referred_at=now)
    audit.record(assessor, "referred", submission, now=now)
    for administrator in queries.administrators():
        mail.send(
            "evidence/mail/referred.txt",
            to=administrator.email,
            key=f"referred/{submission.uuid}/{referral.pk}/{administrator.uuid}",
            now=now,
            assessor=str(assessor),
            assessor_address=assessor.email,
            number=submission.uuid,
            why=referral.get_why_display(),
        )
    return referral


@transaction.atomic
def put_back(referral: Referral, *, by: User, now: datetime) -> None:
    """The matter is settled: the work goes back to where it was in the queue."""
    if referral.assessor_id != by.pk:
        raise Refused("Only the assessor who referred this can put it back.")
    changed = Referral.objects.open().filter(pk=referral.pk).update(returned_at=now)
    if changed:
        audit.record(by, "put back in the queue", referral.submission, now=now)


def _leave_to_others(submission: Submission, assessor: User, now: datetime) -> None:
    DraftDecision.objects.filter(submission=submission, assessor=assessor).delete()
    if not queries.assessors_of(submission).exists():
        tell_administrators(submission, now)
