"""From an award to its signed credential: checked, signed and verified, then logged and published in one transaction.

The award and its issuance are the stored intent. If the worker crashes before the commit, nothing is stored and the
task runs again; if it crashes afterwards, the second run finds the credential and does nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
from ettle.badges.models import Award, Cancellation, Credential, Holder, Issuance, Issuer, SigningKey, StatusList
from ettle.badges.status import cancellations, status_lists
from ettle.kit import audit
from ettle.kit.operations import site_address
from ettle.kit.tasks import task_queue
from ettle.kit.translations.catalogue import show_english

KINDS = (SigningKey.Kind.ED25519, SigningKey.Kind.P256)


class SignatureInvalid(Exception):
    """A new signature does not verify. Nothing is published."""


@task_queue.task()
def sign_award(*, award: str) -> None:
    """Sign an award, by its uuid. Harmless to run again."""
    issue_credential(award, now=timezone.now())


def issue_credential(uuid: str, *, now: datetime) -> Credential | None:
    """Return the credential of an award, signing it the first time; None if it was withdrawn before.

    What takes long is done before anything is locked: others wait only while the result is stored.
    """
    site_address.require_current_address()
    unlocked = Award.objects.with_related().get(uuid=uuid)
    signature = _sign_ahead(unlocked, now)
    with transaction.atomic():
        # One signing at a time for each issuer: the log, the status index and the keys rely on it.
        Issuer.objects.select_for_update().get(pk=unlocked.issuer_id)
        award = Award.objects.with_related().get(pk=unlocked.pk)
        if award.is_signed or award.is_revoked:
            return award.credential
        if signature is None or not _still_fits(signature, award):
            signature = _sign(award, _first_issuance(award), now)
        credential = _publish(_store_signature(signature, now), now)
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
    credential = _store_signature(_sign(award, issuance, now), now)
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


def _first_issuance(award: Award) -> Issuance:
    return award.issuances.get(reason=Issuance.Reason.AWARD)


@dataclass(frozen=True)
class Place:
    """Where a credential is cancelled when it must be, and the keys that sign it."""

    status_list: StatusList
    index: int
    key: SigningKey
    token_key: SigningKey


@dataclass(frozen=True)
class Signature:
    """A credential that is signed and verified, and not stored yet."""

    issuance: Issuance
    document: dict[str, Any]
    token: str
    place: Place


def _sign_ahead(award: Award, now: datetime) -> Signature | None:
    """Sign an award without a lock; None when the issuer's first key or list is needed, or nothing is to be signed."""
    if award.is_signed or award.is_revoked or signed_endorsements.statements_of(award):
        return None
    place = status_lists.find_index(award.issuer)
    keys = {key.kind: key for key in SigningKey.objects.current().filter(issuer=award.issuer).select_related("issuer")}
    if place is None or not set(KINDS) <= keys.keys():
        return None
    return _sign(award, _first_issuance(award), now, Place(*place, *(keys[kind] for kind in KINDS)))


def _still_fits(signature: Signature, award: Award) -> bool:
    """Whether nothing that a signature relies on has changed meanwhile. The caller has locked the issuer's row."""
    current = set(SigningKey.objects.current().filter(issuer=award.issuer_id).values_list("pk", flat=True))
    issuance, signed = _first_issuance(award), signature.issuance
    contents = [(row.pk, row.name, row.email, row.is_name_shown, row.evidence) for row in (issuance, signed)]
    return (
        {signature.place.key.pk, signature.place.token_key.pk} <= current
        and contents[0] == contents[1]
        and not signed_endorsements.statements_of(award)
        and status_lists.is_free(signature.place.status_list, signature.place.index)
    )


@show_english()
def _sign(award: Award, issuance: Issuance, now: datetime, ahead: Place | None = None) -> Signature:
    """Sign a credential and verify it. Without a place, the caller has locked the issuer's row."""
    issuance.award = award
    holder = _get_or_create_holder(award)
    endorsed = [] if ahead else signed_endorsements.sign_endorsements(issuance, now)
    place = ahead or _find_place(award.issuer, now)
    unsigned = badge_documents.build_award_credential(issuance, holder, place.status_list, place.index, endorsed)
    lint.check_credential(unsigned)
    method, token_method = place.key.identifier, place.token_key.identifier
    signed = proofs.sign_document(unsigned, key_pairs.unseal_ed25519(place.key), method=method, now=now)
    token = proofs.sign_token(unsigned, key_pairs.unseal_p256(place.token_key), method=token_method)
    _verify_signatures(signed, token, place.key, place.token_key)
    return Signature(issuance, signed, token, place)


def _find_place(issuer: Issuer, now: datetime) -> Place:
    """Return a place and the keys, which are made when there are none. The caller has locked the issuer's row."""
    place = status_lists.allocate_index(issuer, now)
    return Place(*place, *(key_pairs.current_key(issuer, kind, now) for kind in KINDS))


def _store_signature(signature: Signature, now: datetime) -> Credential:
    """Write the signing log and take the place in the list; return the credential, unsaved."""
    content, place = badge_documents.document_to_bytes(signature.document), signature.place
    signing_log.record_signatures([(content, place.key), (signature.token.encode(), place.token_key)], now)
    status_lists.count_index(place.status_list)
    return Credential(
        uuid=signature.issuance.uuid,
        identifier=signature.document["id"],
        award=signature.issuance.award,
        issuance=signature.issuance,
        document=content,
        sha256=hashlib.sha256(content).hexdigest(),
        jwt=signature.token,
        key=place.key,
        status_list=place.status_list,
        status_index=place.index,
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
