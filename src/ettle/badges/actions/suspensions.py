"""Withdraw a badge for ever, or suspend it while something is looked into."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges import queries
from ettle.badges.award.badge_email import send_lift_email, send_suspension_email, send_withdrawal_email
from ettle.badges.award.reissue import lock_award, reissue_award
from ettle.badges.models import Award, Cancellation, Issuance, Revocation, Suspension
from ettle.badges.status import cancellations, withdrawals
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def revoke(award: Award, *, reason: str, by: User, now: datetime) -> Revocation:
    """Withdraw a badge permanently and sign its status list again, so that everyone sees it at once.

    A suspension is over with that. Raises Refused for who may not, without a reason, and when it was withdrawn before.
    """
    _refuse_others(by, _("Only an administrator can withdraw a badge."))
    if award.learner_id == by.pk:
        raise Refused(_("You cannot withdraw your own badge. Ask another administrator."))
    if not reason.strip():
        raise Refused(_("Write why the badge is withdrawn"), field="reason")
    award = lock_award(award)
    if award.is_revoked:
        raise Refused(_("This badge was already withdrawn."))
    revocation = Revocation.objects.create(award=award, reason=reason.strip(), by=by, at=now)
    cancellations.cancel_award(award, now)
    audit.record(by, "withdrew a badge", award, now=now)
    send_withdrawal_email(award, now)
    return revocation


@transaction.atomic
def suspend(award: Award, *, reason: str, by: User, now: datetime) -> Suspension:
    """Suspend a badge: its credential is cancelled, so that everyone sees it at once, and `lift` issues a new one.

    The holder is emailed. Raises Refused for who may not, without a reason, and for a badge that is not signed,
    withdrawn or suspended.
    """
    _refuse_others(by, _("Only an administrator can suspend a badge."))
    if not reason.strip():
        raise Refused(_("Write why the badge is suspended"), field="reason")
    award = lock_award(award)
    _refuse_obstacle(award, by)
    if award.is_suspended:
        raise Refused(_("This badge is suspended already."))
    suspension = Suspension.objects.create(award=award, reason=reason.strip(), by=by, at=now)
    cancellations.cancel_credential(award.credential, Cancellation.Kind.SUSPENDED, now)
    audit.record(by, "suspended a badge", award, now=now)
    send_suspension_email(award, suspension, now)
    return suspension


@transaction.atomic
def lift(award: Award, *, reason: str, by: User, now: datetime) -> Award:
    """Lift a suspension: a new credential is signed for the award. Copies of the old one stay cancelled.

    The holder is emailed. Returns the award with its new credential. Raises Refused for who may not, without a reason,
    and for a badge that is not suspended.
    """
    _refuse_others(by, _("Only an administrator can lift a suspension."))
    if not reason.strip():
        raise Refused(_("Write why the suspension is lifted"), field="reason")
    award = lock_award(award)
    _refuse_obstacle(award, by)
    if not award.is_suspended:
        raise Refused(_("This badge is not suspended."))
    closed = {"lifted_at": now, "lifted_by": by, "lift_reason": reason.strip()}
    award.suspensions.filter(lifted_at=None).update(**closed)
    reissue_award(award, Issuance.Reason.LIFTED, changes={}, now=now)
    audit.record(by, "lifted the suspension of a badge", award, now=now)
    send_lift_email(award, reason.strip(), now)
    return award


@transaction.atomic
def apply_withdrawals(*, now: datetime) -> list[Award]:
    """Withdraw, suspend or replace again the badges for which a restored database lacks it, and tell the holders of
    withdrawn ones. Returns them.

    Raises DamagedRecord when the list of withdrawn badges cannot be read.
    """
    awards = withdrawals.apply_withdrawals(now)
    changed = Award.objects.with_related().filter(pk__in=[award.pk for award in awards])
    for award in changed.exclude(revocation=None):
        send_withdrawal_email(award, now)
    return awards


def _refuse_obstacle(award: Award, by: User) -> None:
    if words := queries.describe_suspension_obstacle(award, by):
        raise Refused(words)


def _refuse_others(by: User, words: str) -> None:
    if not by.is_superuser:
        raise Refused(words)
