"""Check what this site signed itself, without the helper process: the bytes come from our own database."""

from __future__ import annotations

import hashlib
import json
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.credential import proofs, timestamps
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Cancellation, Credential, Issuer, SigningKey
from ettle.badges.verify.documents.badge_parser import SubmittedBadge
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.reasons import day, key_safety, signature_checks
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations import site_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ettle.badges.models import Award

FORM_RIGHT = _lazy("It was compared with its standard before it was signed.")
OTHER_KEY_NAMED = _lazy("The signature names another key than the one that this site recorded.")
OLDER_THAN_KEY = _lazy("The signature is dated before its key was made.")
NO_DATE = _lazy("The signature does not say when it was made.")
NOT_STORED_BYTES = _lazy("The stored badge is not the one that was signed.")


def is_own_proof_valid(content: bytes, public_multibase: str) -> bool:
    """Whether a key made the proof inside a document. Cached: the same bytes and key never give another answer."""
    return _is_proof_valid(content, public_multibase)


@lru_cache(maxsize=4096)
def _is_proof_valid(content: bytes, public_multibase: str) -> bool:
    public = key_pairs.decode_public_key(public_multibase)
    return isinstance(public, Ed25519PublicKey) and proofs.is_signed_by(json.loads(content), public)


def forget_proofs() -> None:
    """Empty the cache, for measurements and tests."""
    _is_proof_valid.cache_clear()


def is_own_list_sound(content: bytes, issuer: Issuer) -> bool:
    """Whether a key of this issuer, not marked as unsafe, signed a status list."""
    method = json.loads(content)["proof"]["verificationMethod"]
    for key in SigningKey.objects.filter(issuer=issuer, kind=SigningKey.Kind.ED25519, compromised_at=None):
        if method == key.identifier:
            return is_own_proof_valid(content, key.public_multibase)
    return False


def check_stored(credential: Credential, award: Award) -> tuple[Check, ...]:
    """The checks of the bytes that are stored for an award: signature, key, form."""
    content, key = bytes(credential.document), credential.key
    is_unchanged = hashlib.sha256(content).hexdigest() == credential.sha256
    fits = is_unchanged and is_own_proof_valid(content, key.public_multibase)
    found = ProofFinding(Finding.FITS if fits else Finding.DIFFERS)
    return (
        *signature_checks(found),
        _check_key(credential, award),
        check_key_safety(credential, key),
        Check(Question.FORM, Result.YES, FORM_RIGHT),
    )


def _check_key(credential: Credential, award: Award) -> Check:
    """Answer whether the key is the issuer's, the one that the proof names, and not younger than the proof."""
    key, proof = credential.key, json.loads(bytes(credential.document)).get("proof", {})
    if key.issuer_id != award.issuer_id:
        return Check(Question.KEY, Result.NO, _("It is a key of %(name)s.") % {"name": key.issuer.name})
    if proof.get("verificationMethod") != key.identifier:
        return Check(Question.KEY, Result.NO, OTHER_KEY_NAMED)
    return check_key_age(key, proof.get("created")) or Check(
        Question.KEY, Result.YES, _("It is a key of %(name)s.") % {"name": key.issuer.name}
    )


def check_key_age(key: SigningKey, created: object) -> Check | None:
    """The check of a proof that is dated before its key was made; None for one that is not."""
    try:
        is_older = timestamps.parse_timestamp(created) < key.created_at.replace(microsecond=0)
    except ValueError:
        return Check(Question.KEY, Result.NO, NO_DATE)
    return Check(Question.KEY, Result.NO, OLDER_THAN_KEY) if is_older else None


def check_key_safety(credential: Credential, key: SigningKey) -> Check:
    """Answer whether the key of a stored badge was safe when it signed. Our own record says when that was.

    key: that of its proof, or that of its token.
    """
    unsafe_since, signed_at = key.compromised_at, credential.signed_at
    if unsafe_since is not None and signed_at < unsafe_since:
        words = _("It was marked as unsafe on %(day)s. This badge was signed before, as this site recorded.")
        return Check(Question.KEY_SAFE, Result.YES, words % {"day": day(unsafe_since)})
    return key_safety(unsafe_since, signed_at)


def withdrawn(at: datetime) -> Check:
    """The answer for a badge that was withdrawn."""
    return Check(Question.STATUS, Result.NO, _("It was withdrawn on %(day)s.") % {"day": day(at)})


def find_number_by_address(content: bytes) -> uuid.UUID | None:
    """The number of the badge whose address on this site was entered; None when it is not one."""
    text = content[:500].decode(errors="replace").strip()
    addresses = site_address.known_addresses()
    for start in (f"{address}/{page}/" for address in addresses for page in ("verify", "credentials")):
        if text.startswith(start):
            name = text.removeprefix(start).split("/")[0].split(".")[0]
            try:
                number = uuid.UUID(name)
            except ValueError:
                return None
            return number if _has_page(number) else None
    return None


def _has_page(number: uuid.UUID) -> bool:
    """Whether there is a page under this number: of a credential, or of an award whose first is not signed yet."""
    return Credential.objects.filter(uuid=number).exists() or Award.objects.filter(uuid=number).exists()


def check_own_status(checks: Iterable[Check], credential: Credential) -> list[Check]:
    """The checks of the list, and where a credential of ours was cancelled, how: the bit in the list does not tell."""
    cancellation = getattr(credential, "cancellation", None)
    if cancellation is None:
        return list(checks)
    own = _describe_cancellation(cancellation)
    return [own, *(check for check in checks if check.question not in {Question.STATUS, own.question})]


def _describe_cancellation(cancellation: Cancellation) -> Check:
    on = {"day": day(cancellation.at)}
    if cancellation.kind == Cancellation.Kind.SUSPENDED:
        return Check(Question.SUSPENSION, Result.NO, _("It was suspended on %(day)s.") % on)
    if cancellation.kind == Cancellation.Kind.REPLACED:
        return Check(Question.NEWEST, Result.NO, _("A newer one was signed in its place on %(day)s.") % on)
    return withdrawn(cancellation.at)


def find_credential(document: dict[str, Any], issuer_id: str) -> Credential | None:
    """Our own credential behind a badge whose signature fits, with everything that its page shows."""
    named = {"identifier": str(document.get("id", "")), "award__issuer__identifier": issuer_id}
    return Credential.objects.with_related().filter(**named).first()


def is_stored(submitted: SubmittedBadge, credential: Credential) -> bool:
    """Whether a file or a token is the one that is stored for a credential."""
    if submitted.token:
        return submitted.token == credential.jwt
    return credential.has_document and submitted.document == json.loads(bytes(credential.document))
