"""Emails to the holder of a badge: it was earned, it was withdrawn, it ends soon."""

from __future__ import annotations

from datetime import datetime

from ettle.badges.award.expiry import valid_until
from ettle.badges.credential import identifiers
from ettle.badges.definition.badge_details import describe_appeal, describe_readers
from ettle.badges.models import Award
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
    """Tell the holder, once, that a badge was withdrawn: why, in which role, and whom to ask about it."""
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
