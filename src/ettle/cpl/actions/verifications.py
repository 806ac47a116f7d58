"""Show chosen learning to someone at the employer, take it back, and store what they answer, signed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges import actions as badges
from ettle.cpl.limits import VERIFIER_EMAILS
from ettle.cpl.models import LINK_LASTS, Verification, VerificationAnswer
from ettle.kit import audit
from ettle.kit.mail import delivery, signed_links
from ettle.kit.mail.email_kinds import FROM_OTHERS, VERIFICATIONS
from ettle.kit.mail.email_limits import WORK_NOTICES, count_emails
from ettle.kit.refusal import Refused
from ettle.kit.values.email_addresses import is_same_mailbox
from ettle.kit.values.names import safe_name
from ettle.people.queries import outside_email_fault

if TYPE_CHECKING:
    from ettle.cpl.record_snapshots import Snapshot
    from ettle.people.models import User

LINK_PURPOSE = "cpl-verification"
# Without letters and digits that are taken for each other; 16 of 30 are 78 bits.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
NOT_OPEN = _lazy("This link does not work any more")
OWN_LEARNING = _lazy("This is your own learning. Someone else must verify it")


@transaction.atomic
def ask_verifier(*, person: User, name: str, email: str, shown: Snapshot, now: datetime) -> Verification:
    """Send a link to exactly what was chosen. The email has no words of the person but their name.

    Raises Refused for their own address and for a person who cannot send emails to outside addresses yet, LimitReached
    when they or the verifier have had many.
    """
    if is_same_mailbox(email, person.email):
        raise Refused(_("Enter the address of someone else. You cannot verify your own learning"), field="email")
    fault = outside_email_fault(person, now=now)
    if fault:
        raise Refused(fault, field="email")
    count_emails(VERIFIER_EMAILS, by=person.uuid, to=[email], now=now, field="email")
    verification = Verification.objects.create(
        person=person, verifier_name=name, verifier_email=email, shown=shown, sent_at=now
    )
    delivery.send_email(
        "cpl/mail/verify.txt",
        to=email,
        kind=FROM_OTHERS,
        key=f"cpl/verify/{verification.uuid}",
        limit=VERIFIER_EMAILS,
        now=now,
        about=safe_name(person.name, fallback=_("Someone")),
        name=safe_name(name, fallback="there"),
        link=delivery.absolute_url(verification_path(verification)),
        expires_at=verification.expires_at,
    )
    audit.record(person, "asked someone to verify learning", verification, now=now)
    return verification


def verification_path(verification: Verification) -> str:
    """The secret address that a verifier opens."""
    return reverse("cpl:verify", args=[signed_links.make_token(LINK_PURPOSE, str(verification.uuid))])


def find_verification(token: str) -> Verification | None:
    """The verification of a link; None when the link is for something else, was changed, or is too old."""
    number = signed_links.read_token(LINK_PURPOSE, token, lasts=LINK_LASTS)
    rows = Verification.objects.select_related("person", "answer")
    return rows.filter(uuid=number).first() if number else None


@transaction.atomic
def withdraw_verification(verification: Verification, *, now: datetime) -> None:
    """Close the link. Raises Refused when it was answered: both keep the signed record."""
    row = Verification.objects.select_for_update().get(pk=verification.pk)
    if VerificationAnswer.objects.filter(verification=row).exists():
        raise Refused(_("This was answered, and you both keep the signed record. It cannot be withdrawn any more"))
    if row.withdrawn_at is None:
        Verification.objects.filter(pk=row.pk).update(withdrawn_at=now)
        audit.record(verification.person, "withdrew a request to verify learning", verification, now=now)


@transaction.atomic
def answer_verification(
    verification: Verification,
    *,
    name: str,
    job_title: str,
    missing: Mapping[str, str],
    now: datetime,
    by: User | None = None,
) -> VerificationAnswer:
    """Store and sign what the verifier says; nothing missing means that they confirm.

    by: who is signed in in the browser that answers; a verifier needs no account.
    Raises Refused for the learner, when it was answered or withdrawn a moment ago, and when the site cannot sign.
    """
    if by is not None and by.pk == verification.person_id:
        raise Refused(OWN_LEARNING)
    row = _lock_unanswered(verification, now)
    code = "-".join("".join(secrets.choice(CODE_LETTERS) for _letter in range(4)) for _group in range(4))
    content = _record_content(row, name=name, job_title=job_title, missing=missing, code=code, now=now)
    record = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    signature = badges.sign_record(record.encode(), now=now)
    answer = VerificationAnswer.objects.create(
        verification=row,
        name=name,
        job_title=job_title,
        is_confirmed=not missing,
        missing=dict(missing),
        answered_at=now,
        code=code,
        record=record,
        signature=signature.value,
        key=signature.key,
    )
    audit.record(None, "verified learning by a link", row, now=now)
    _send_answer_notice(row, now)
    return answer


def _record_content(
    row: Verification, *, name: str, job_title: str, missing: Mapping[str, str], code: str, now: datetime
) -> dict[str, object]:
    """What is signed."""
    return {
        "shown": row.shown,
        "name": name,
        "job_title": job_title,
        "is_confirmed": not missing,
        "missing": dict(missing),
        "sent_at": row.sent_at.isoformat(),
        "sent_to_domain": row.verifier_email.rpartition("@")[2],
        "answered_at": now.isoformat(),
        "code": code,
        "check_at": delivery.absolute_url(reverse("cpl:check")),
    }


def _lock_unanswered(verification: Verification, now: datetime) -> Verification:
    row = Verification.objects.select_for_update().get(pk=verification.pk)
    if not row.is_open(now):
        raise Refused(NOT_OPEN)
    if VerificationAnswer.objects.filter(verification=row).exists():
        raise Refused(_("This was answered already. An answer cannot be changed"))
    return row


def _send_answer_notice(verification: Verification, now: datetime) -> None:
    """Tell the learner that there is an answer, not which: it is on their page."""
    delivery.send_notice(
        "cpl/mail/answered.txt",
        to=verification.person.email,
        kind=VERIFICATIONS,
        key=f"cpl/answered/{verification.uuid}",
        limit=WORK_NOTICES,
        now=now,
        link=delivery.absolute_url(reverse("cpl:verification", args=[verification.uuid])),
    )


@transaction.atomic
def forget_verifier(address: str) -> None:
    """Erase the address of a verifier who leaves the site; the name goes too where nothing is signed."""
    delivery.erase_address(address)
    rows = Verification.objects.filter(verifier_email__iexact=address)
    rows.filter(answer=None).update(verifier_name="")
    rows.update(verifier_email="")
