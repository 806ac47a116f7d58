"""Route a submission: hand it over, declare that you know the learner, refer it, return it to the queue."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.evidence import queries
from ettle.evidence.actions.answers import lock_application
from ettle.evidence.actions.drafts import delete_drafts, lock_to_mark
from ettle.evidence.application.transitions import REFER, RELEASE, RETURN, refuse_unless_allowed
from ettle.evidence.limits import REFERRALS, REVIEW_NOTICES
from ettle.evidence.models import Claim, Handover, Interest, Referral, Submission
from ettle.evidence.routing import actions as owners
from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ESCALATIONS
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.models import User

MAX_REFERRAL_LENGTH = 4_000


@transaction.atomic
def declare_interest(submission: Submission, *, assessor: User, now: datetime) -> None:
    """Record that the assessor knows this learner, so that they never review their work."""
    lock_to_mark(submission, assessor, RELEASE)
    learner = submission.application.learner
    Interest.objects.get_or_create(assessor=assessor, learner=learner, defaults={"declared_at": now})
    audit.record(assessor, "said that they know the learner", submission, now=now)
    delete_drafts(submission, assessor)
    owners.reassign_broken(of=assessor, now=now)
    owners.assign_owner(submission, now=now)


@transaction.atomic
def hand_over(submission: Submission, *, assessor: User, now: datetime) -> None:
    """Leave this submission to a colleague."""
    lock_to_mark(submission, assessor, RELEASE)
    Handover.objects.get_or_create(submission=submission, assessor=assessor, defaults={"handed_over_at": now})
    audit.record(assessor, "handed on", submission, now=now)
    delete_drafts(submission, assessor)
    owners.release(submission, assessor=assessor, why=owners.WhyEnded.HANDED_OVER, now=now)


@transaction.atomic
def refer(
    submission: Submission, *, assessor: User, referee: User | None, why: str, words: str, now: datetime
) -> Referral:
    """Take the submission out of the queue and email the person named, who looks into it.

    referee: one of `queries.referees_of`. The email gives the reason and the submission's number, never whose work it
    is or what it says.
    """
    lock_to_mark(submission, assessor, REFER)
    if referee is None or not queries.referees_of(submission, assessor).filter(pk=referee.pk).exists():
        raise Refused(_("Choose who should look into it"), field="referee")
    words = texts.clean_text(words).strip()
    if why not in Referral.Why.values:
        raise Refused(_("Choose why you refer this"), field="why")
    if not words:
        raise Refused(_("Say what you saw, and where in the text"), field="words")
    if len(words) > MAX_REFERRAL_LENGTH:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": f"{MAX_REFERRAL_LENGTH:,}"}, field="words")
    consume(REFERRALS, str(assessor.uuid), now=now)
    referral = Referral.objects.create(
        submission=submission, assessor=assessor, referee=referee, why=why, words=words, referred_at=now
    )
    Claim.objects.filter(submission=submission).delete()
    audit.record(assessor, "referred", submission, now=now)
    delivery.send_notice(
        "evidence/mail/referred.txt",
        to=referee.email,
        kind=ESCALATIONS,
        key=f"referred/{submission.uuid}/{referral.pk}/{referee.uuid}",
        limit=REVIEW_NOTICES,
        now=now,
        assessor=str(assessor),
        assessor_address=assessor.email,
        number=submission.uuid,
        why=referral.get_why_display(),
        page=delivery.absolute_url(reverse("evidence:referral", args=[submission.uuid])),
    )
    return referral


@transaction.atomic
def return_to_queue(referral: Referral, *, by: User, now: datetime) -> None:
    """Close the referral: the submission returns to its place in the queue."""
    if by.pk not in {referral.assessor_id, referral.referee_id}:
        raise Refused(_("Only the assessor who referred this, and the person who looks into it, can put it back."))
    application = lock_application(referral.submission.application)
    refuse_unless_allowed(RETURN, application.status.review_state)
    changed = Referral.objects.open().filter(pk=referral.pk).update(returned_at=now)
    if changed:
        audit.record(by, "put back in the queue", referral.submission, now=now)
        owners.assign_owner(referral.submission, now=now)
