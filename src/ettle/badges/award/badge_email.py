"""The email that tells a learner of a badge."""

from __future__ import annotations

from datetime import datetime

from ettle.badges.credential import identifiers
from ettle.badges.definition.badge_details import describe_readers
from ettle.badges.models import Award
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import BADGES
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
        mine=delivery.absolute_url(f"/me/badges/{award.uuid}/"),
        public=identifiers.verify_page_url(award),
        readers=describe_readers(award.version),
    )
