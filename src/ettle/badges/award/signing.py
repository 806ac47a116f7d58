"""From an award to its signed credential: checked, signed, verified, logged, published, in one transaction.

The award and its issuance are the stored intent. If the worker crashes before the commit, nothing is stored and the
task runs again; if it crashes afterwards, the second run finds the credential and does nothing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.utils import timezone

from ettle.badges.award import signed_endorsements
from ettle.badges.award.badge_email import send_badge_email
from ettle.badges.credential import badge_documents, identifiers, proofs, signing_log
from ettle.badges.credential.form import lint
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Cancellation, Credential, Holder, Issuance, Issuer, SigningKey
from ettle.badges.status import cancellations, status_lists
from ettle.kit import audit
from ettle.kit.operations import site_address
from ettle.kit.tasks import task_queue
from ettle.kit.translations.catalogue import show_english


class SignatureInvalid(Exception):
    """A new signature does not verify. Nothing is published."""


@task_queue.task()
def sign_award(*, award: str) -> None:
    """Sign an award, by its uuid. Harmless to run again."""
    issue_credential(award, now=timezone.now())


@transaction.atomic
def issue_credential(uuid: str, *, now: datetime) -> Credential | None:
    """Return the credential of an award, signing it the first time; None if it was withdrawn before."""
    site_address.require_current_address()
    row = Award.objects.select_related("issuer").get(uuid=uuid)
    # One signing at a time for each issuer: the log, the status index and the keys rely on it.
    Issuer.objects.select_for_update().get(pk=row.issuer_id)
    award = Award.objects.with_related().get(pk=row.pk)
    if award.is_signed or award.is_revoked:
        return award.credential
    issuance = award.issuances.get(reason=Issuance.Reason.AWARD)
    credential = _publish(_sign_credential(award, issuance, now), now)
    audit.record(None, "signed a badge", award, now=now)
    send_badge_email(award, now)
    return credential


def replace_credential(award: Award, issuance: Issuance, now: datetime) -> Credential:
    """Sign a new credential of an award in the place of its newest one, which is cancelled. Returns the new one.

    The caller has locked the issuer's row and read the award after that. Raises Refused when the list of withdrawn
    badges cannot be written, WrongAddress, CannotUnseal.
    """
    site_address.require_current_address()
    old = award.credential
    credential = _sign_credential(award, issuance, now)
    credential.replaces = old
    _publish(credential, now)
    cancellations.cancel_credential(old, Cancellation.Kind.REPLACED, now)
    audit.record(None, "signed a badge again", award, now=now)
    return credential


def _publish(credential: Credential, now: datetime) -> Credential:
    credential.published_at = now
    credential.save()
    award = credential.award
    award.credential = credential
    award.save(update_fields=["credential"])
    return credential


@show_english()
def _sign_credential(award: Award, issuance: Issuance, now: datetime) -> Credential:
    issuance.award = award
    holder = _get_or_create_holder(award)
    status_list, index = status_lists.allocate_index(award.issuer, now)
    endorsed = signed_endorsements.sign_endorsements(issuance, now)
    unsigned = badge_documents.build_credential(issuance, holder, status_list, index, endorsed)
    lint.check_credential(unsigned)
    key = key_pairs.current_key(award.issuer, SigningKey.Kind.ED25519, now)
    token_key = key_pairs.current_key(award.issuer, SigningKey.Kind.P256, now)
    signed = proofs.sign_document(unsigned, key_pairs.unseal_ed25519(key), method=key.identifier, now=now)
    token = proofs.sign_token(unsigned, key_pairs.unseal_p256(token_key), method=token_key.identifier)
    _verify_signatures(signed, token, key, token_key)
    content = badge_documents.document_to_bytes(signed)
    signing_log.record_signature(content, key, now)
    signing_log.record_signature(token.encode(), token_key, now)
    return Credential(
        uuid=issuance.uuid,
        identifier=unsigned["id"],
        award=award,
        issuance=issuance,
        document=content,
        sha256=hashlib.sha256(content).hexdigest(),
        jwt=token,
        key=key,
        status_list=status_list,
        status_index=index,
        signed_at=now,
    )


def _get_or_create_holder(award: Award) -> Holder:
    number = uuid4()
    named = {"uuid": number, "identifier": identifiers.new_holder_id(number)}
    holder, _ = Holder.objects.get_or_create(issuer=award.issuer, person=award.learner, defaults=named)
    return holder


def _verify_signatures(signed: dict[str, Any], token: str, key: SigningKey, token_key: SigningKey) -> None:
    public, token_public = (
        key_pairs.decode_public_key(key.public_multibase),
        key_pairs.decode_public_key(token_key.public_multibase),
    )
    if not isinstance(public, Ed25519PublicKey) or not proofs.is_signed_by(signed, public):
        raise SignatureInvalid("The proof does not verify")
    document = {name: value for name, value in signed.items() if name != "proof"}
    if not isinstance(token_public, EllipticCurvePublicKey) or proofs.read_token(token, token_public) != document:
        raise SignatureInvalid("The token does not verify")
