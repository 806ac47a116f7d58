"""A new credential for an award, in the place of its newest one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import jwt
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.badges import queries
from ettle.badges.award import signed_endorsements, signing
from ettle.badges.award.record_signatures import CANNOT_SIGN
from ettle.badges.credential.form import lint
from ettle.badges.keys import key_encryption
from ettle.badges.models import Award, Credential, Issuance, Issuer, SigningKey
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each credential takes a place in a status list for ever.
MOST_CREDENTIALS = 50


def lock_award(award: Award) -> Award:
    """Lock everything that is signed by the award's issuer, and read the award again."""
    Issuer.objects.select_for_update().get(pk=award.issuer_id)
    return Award.objects.with_related().get(pk=award.pk)


def refuse_unusable(award: Award) -> Credential:
    """Return the newest credential of an award. Raises Refused when it is not signed, withdrawn or suspended."""
    if obstacle := queries.describe_reissue_obstacle(award):
        raise Refused(obstacle)
    return award.credential


def reissue_award(award: Award, reason: Issuance.Reason, *, changes: Mapping[str, object], now: datetime) -> Credential:
    """Sign a new credential that says the same as the newest one, but for the changes to its issuance.

    The award was locked with `lock_award`. Raises Refused when it was issued too often, or cannot be signed now.
    """
    if not award.is_signed:
        raise ValueError("An award without a credential is issued by its task")
    if award.issuances.count() >= MOST_CREDENTIALS:
        raise Refused(_("This badge was changed too often. Ask an administrator."))
    last = award.credential.issuance
    same = {name: getattr(last, name) for name in ("name", "email", "is_name_shown", "evidence")}
    issuance = Issuance.objects.create(award=award, reason=reason, created_at=now, **{**same, **changes})
    try:
        return signing.replace_credential(award, issuance, now)
    except (key_encryption.CannotUnseal, lint.UnsignableDocument):
        raise Refused(CANNOT_SIGN) from None


@task_queue.task()
def renew_award(*, award: str) -> None:
    """Sign an award again, by its uuid, if its endorsements have changed. Harmless to run again."""
    issue_changed_endorsements(award, now=timezone.now())


@task_queue.task()
def replace_unsafe_award(*, award: str) -> None:
    """Sign an award again, by its uuid, if its credential was signed with a key after that was compromised.

    Harmless to run again. The old credential is replaced: anyone who checks it is led to the new one.
    """
    issue_with_safe_key(award, now=timezone.now())


@transaction.atomic
def issue_with_safe_key(uuid: str, *, now: datetime) -> Credential | None:
    """Return the new credential of an award whose newest one was signed with a key that was not safe; else None."""
    award = lock_award(Award.objects.get(uuid=uuid))
    if not award.is_usable or not has_unsafe_key(award.credential):
        return None
    return reissue_award(award, Issuance.Reason.KEY, changes={}, now=now)


def has_unsafe_key(credential: Credential) -> bool:
    """Whether a key that signed it, the proof or the token, was marked as compromised from a date before that."""
    keys = SigningKey.objects.filter(issuer=credential.key.issuer_id, compromised_at__lte=credential.signed_at)
    named = {credential.key.identifier, jwt.get_unverified_header(credential.jwt).get("kid")}
    return keys.filter(identifier__in=named).exists()


@transaction.atomic
def issue_changed_endorsements(uuid: str, *, now: datetime) -> Credential | None:
    """Return the new credential of an award whose endorsements have changed since the newest was signed.

    None where nothing has changed, and for a badge that is not signed, withdrawn, suspended, or of someone who left.
    """
    award = lock_award(Award.objects.get(uuid=uuid))
    if not award.is_usable or signed_endorsements.has_current_endorsements(award):
        return None
    return reissue_award(award, Issuance.Reason.CHOICE, changes={}, now=now)
