"""Emails about a badge: to its holder, and about a new name to those who decide on it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from ettle.badges.credential import identifiers
from ettle.badges.definition.badge_details import describe_appeal, describe_readers
from ettle.badges.models import Award, ReissueRequest, Suspension
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import BADGES, NEW_NAMES, WITHDRAWALS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.people import queries as people


def send_badge_email(award: Award, now: datetime) -> None:
    """Tell the learner, once, where the badge is and who reads what was sent for it."""
    words = {"public": identifiers.verify_page_url(award), "readers": describe_readers(award.version)}
    _send_news(award, "earned", f"earned/{award.uuid}", now, **words)


def send_expiry_email(award: Award, now: datetime) -> None:
    """Tell the holder, once, on which day a badge ends, what others see then, and how to earn it again."""
    _send_news(award, "ends_soon", f"ends/{award.uuid}", now, **_renewal_words(award))


def send_expired_email(award: Award, now: datetime) -> None:
    """Tell the holder, once, that a badge has expired, and how to earn it again."""
    _send_news(award, "expired", f"expired/{award.uuid}", now, **_renewal_words(award))


def send_withdrawal_email(award: Award, now: datetime) -> None:
    """Tell the holder, once, that a badge was withdrawn: why, in which role, and who to ask about it."""
    _send_withdrawal_notice(award, "withdrawn", f"withdrawn/{award.uuid}", now)


def send_suspension_email(award: Award, suspension: Suspension, now: datetime) -> None:
    """Tell the holder, once for each suspension, why a badge is suspended, in which role, and who to ask about it."""
    _send_withdrawal_notice(award, "suspended", f"suspended/{award.credential.uuid}", now, suspension=suspension)


def send_lift_email(award: Award, reason: str, now: datetime) -> None:
    """Tell the holder, once for each suspension, why it was lifted, and that there is a new file."""
    words = {"reason": reason, "lifted_at": now}
    _send_withdrawal_notice(award, "lifted", f"lifted/{award.credential.uuid}", now, **words)


def send_name_decision_email(award: Award, request: ReissueRequest, now: datetime, *, is_accepted: bool) -> None:
    """Tell the holder, once, whether a badge is issued with their new name. Why not is on the page alone."""
    key = f"name-decided/{request.uuid}"
    _send_news(award, "name_decided", key, now, new_name=request.name, is_accepted=is_accepted)


def send_name_request_emails(request: ReissueRequest, now: datetime) -> None:
    """Tell those who may decide, once each, that someone waits for it: leads of the issuing organisation, else
    administrators; never the holder of the badge. Who asks, and why, is on the page.
    """
    award = request.award
    for person in people.leads_or_administrators(award.issuer.organisation, besides=award.learner):
        delivery.send_notice(
            "badges/mail/name_requested.txt",
            to=person.email,
            kind=NEW_NAMES,
            key=f"name-requested/{request.uuid}/{person.uuid}",
            limit=WORK_NOTICES,
            now=now,
            award=award,
            person=person,
            link=delivery.absolute_url(reverse("badges:decide_name", args=[request.uuid])),
        )


def _send_news(award: Award, name: str, key: str, now: datetime, **words: object) -> None:
    if award.learner.is_active:
        words = {**words, **_shared_words(award)}
        to, template = award.learner.email, f"badges/mail/{name}.txt"
        delivery.send_notice(template, to=to, kind=BADGES, key=key, limit=WORK_NOTICES, now=now, **words)


def _send_withdrawal_notice(award: Award, name: str, key: str, now: datetime, **words: object) -> None:
    if award.learner.is_active:
        words = {**words, **_shared_words(award), "appeal": describe_appeal}
        to, template = award.learner.email, f"badges/mail/{name}.txt"
        delivery.send_notice(template, to=to, kind=WITHDRAWALS, key=key, limit=WORK_NOTICES, now=now, **words)


def _renewal_words(award: Award) -> dict[str, object]:
    about = reverse("badges:definition", args=[award.version.badge.slug])
    return {"ends": award.valid_until, "again": delivery.absolute_url(about)}


def _shared_words(award: Award) -> dict[str, object]:
    return {"award": award, "mine": delivery.absolute_url(f"/me/badges/{award.uuid}/")}
