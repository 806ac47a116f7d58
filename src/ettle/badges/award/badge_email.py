"""Emails to the holder of a badge: it was earned, withdrawn or suspended, a suspension was lifted, it ends soon."""

from __future__ import annotations

from datetime import datetime

from ettle.badges.award.expiry import valid_until
from ettle.badges.credential import identifiers
from ettle.badges.definition.badge_details import describe_appeal, describe_readers
from ettle.badges.models import Award, Suspension
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import BADGES, WITHDRAWALS
from ettle.kit.mail.email_limits import WORK_NOTICES


def send_badge_email(award: Award, now: datetime) -> None:
    """Tell the learner, once, where the badge is and who reads what was sent for it."""
    if not award.learner.is_active:
        return
    delivery.send_notice(
        "badges/mail/earned.txt",
        to=award.learner.email,
        kind=BADGES,
        key=f"earned/{award.uuid}",
        limit=WORK_NOTICES,
        now=now,
        award=award,
        mine=_holder_page(award),
        public=identifiers.verify_page_url(award),
        readers=describe_readers(award.version),
    )


def send_withdrawal_email(award: Award, now: datetime) -> None:
    """Tell the holder, once, that a badge was withdrawn: why, in which role, and who to ask about it."""
    if not award.learner.is_active:
        return
    delivery.send_notice(
        "badges/mail/withdrawn.txt",
        to=award.learner.email,
        kind=WITHDRAWALS,
        key=f"withdrawn/{award.uuid}",
        limit=WORK_NOTICES,
        now=now,
        award=award,
        mine=_holder_page(award),
        appeal=describe_appeal,
    )


def send_suspension_email(award: Award, suspension: Suspension, now: datetime) -> None:
    """Tell the holder, once for each suspension, why a badge is suspended, in which role, and who to ask about it."""
    if not award.learner.is_active:
        return
    delivery.send_notice(
        "badges/mail/suspended.txt",
        to=award.learner.email,
        kind=WITHDRAWALS,
        key=f"suspended/{award.credential.uuid}",
        limit=WORK_NOTICES,
        now=now,
        award=award,
        suspension=suspension,
        mine=_holder_page(award),
        appeal=describe_appeal,
    )


def send_lift_email(award: Award, reason: str, now: datetime) -> None:
    """Tell the holder, once for each suspension, why it was lifted, and that there is a new file."""
    if not award.learner.is_active:
        return
    delivery.send_notice(
        "badges/mail/lifted.txt",
        to=award.learner.email,
        kind=WITHDRAWALS,
        key=f"lifted/{award.credential.uuid}",
        limit=WORK_NOTICES,
        now=now,
        award=award,
        reason=reason,
        lifted_at=now,
        mine=_holder_page(award),
        appeal=describe_appeal,
    )


def send_expiry_email(award: Award, now: datetime) -> None:
    """Tell the holder, once, on which day a badge ends and what others see then."""
    delivery.send_notice(
        "badges/mail/ends_soon.txt",
        to=award.learner.email,
        kind=BADGES,
        key=f"ends/{award.uuid}",
        limit=WORK_NOTICES,
        now=now,
        award=award,
        ends=valid_until(award),
        mine=_holder_page(award),
    )


def _holder_page(award: Award) -> str:
    return delivery.absolute_url(f"/me/badges/{award.uuid}/")
