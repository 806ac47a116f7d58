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

from ettle.badges.credential import badge_documents, proofs
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Issuer, SigningKey
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.reasons import day, key_safety, signature_checks
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations import site_address

if TYPE_CHECKING:
    from ettle.badges.models import Credential

FORM_RIGHT = _lazy("It was compared with its standard before it was signed.")
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
    keys = SigningKey.objects.filter(issuer=issuer, kind=SigningKey.Kind.ED25519, compromised_at=None)
    for key in keys.select_related("issuer"):
        if method == key.identifier:
            return is_own_proof_valid(content, key.public_multibase)
    return False


def check_stored(credential: Credential) -> tuple[Check, ...]:
    """The checks of the bytes that are stored for an award: signature, key, form."""
    content, key = bytes(credential.document), credential.key
    is_unchanged = hashlib.sha256(content).hexdigest() == credential.sha256
    fits = is_unchanged and is_own_proof_valid(content, key.public_multibase)
    found = ProofFinding(Finding.FITS if fits else Finding.DIFFERS)
    belongs = Result.YES if key.issuer_id == credential.award.issuer_id else Result.NO
    named = _("It is a key of %(name)s.") % {"name": key.issuer.name}
    return (
        *signature_checks(found),
        Check(Question.KEY, belongs, named),
        check_key_safety(credential),
        Check(Question.FORM, Result.YES, FORM_RIGHT),
    )


def check_key_safety(credential: Credential) -> Check:
    """Answer whether the key of a stored badge was safe when it signed. Our own record says when that was."""
    unsafe_since, signed_at = credential.key.compromised_at, credential.signed_at
    if unsafe_since is not None and signed_at < unsafe_since:
        words = _("It was marked as unsafe on %(day)s. This badge was signed before, as this site recorded.")
        return Check(Question.KEY_SAFE, Result.YES, words % {"day": day(unsafe_since)})
    return key_safety(unsafe_since, signed_at)


def find_award(document: dict[str, Any], issuer: Issuer) -> Award | None:
    """Our own award behind a badge whose signature fits."""
    name = str(document.get("id", "")).rsplit("/", 1)[-1]
    is_uuid = len(name) == 36 and all(letter in "0123456789abcdef-" for letter in name)
    awards = list(Award.objects.with_related().filter(issuer=issuer, uuid=name)) if is_uuid else []
    return awards[0] if awards and badge_documents.is_credential_of(document, awards[0]) else None


def find_award_by_address(content: bytes) -> Award | None:
    """Our own award whose address on this site was entered; None when it is not one."""
    text = content[:500].decode(errors="replace").strip()
    addresses = site_address.known_addresses()
    for start in (f"{address}/{page}/" for address in addresses for page in ("verify", "credentials")):
        if text.startswith(start):
            name = text.removeprefix(start).split("/")[0].split(".")[0]
            try:
                return Award.objects.filter(uuid=uuid.UUID(name)).first()
            except ValueError:
                return None
    return None


def is_stored_badge(document: dict[str, Any], award: Award) -> bool:
    """Whether a document is the one that is stored for an award."""
    return award.is_signed and document == json.loads(bytes(award.credential.document))
