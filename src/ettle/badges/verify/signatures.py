"""Who signed a document, and whether the signature fits: for badges, endorsements and status lists of any issuer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.verify import issuer_keys, own_documents
from ettle.badges.verify.documents.badge_parser import SubmittedBadge
from ettle.badges.verify.issuer_keys import IssuerKey, KeyNotFound, PublicKey
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.process.check_pool import pool
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.reasons import key_safety, signature_checks
from ettle.badges.verify.verdicts import Check, Question, Result

MAX_PROOFS = 4
PURPOSE = "assertionMethod"
NO_SIGNATURE = _lazy("It has no signature.")
OTHER_PURPOSE = _lazy("It has no signature that was made to confirm a badge.")
TOO_MANY_PROOFS = _lazy("It has more signatures than we check.")
NO_KEY = _lazy("There is no key of the issuer to check it with.")
TOKEN_COVERS = _lazy("A token is signed letter by letter.")


@dataclass(frozen=True)
class SignatureChecks:
    """The checks of a signature, and the key that it was made with, if that is known."""

    checks: tuple[Check, ...]
    key: IssuerKey | None = None

    @property
    def is_sound(self) -> bool:
        """Whether everything about the signature was checked and is right."""
        return all(check.result is Result.YES for check in self.checks)


def issuer_id(document: dict[str, Any]) -> str:
    """The id of the issuer that a credential names; "" when it has none."""
    issuer = document.get("issuer")
    named = issuer.get("id", "") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else ""


def check_signature(submitted: SubmittedBadge, lookups: Lookups) -> SignatureChecks:
    """Check the token, or the proofs inside a document: the best one by a key of its issuer counts, a wrong one too."""
    if submitted.token:
        return _check_token(submitted, lookups)
    proofs, problem = _usable_proofs(submitted.document)
    if problem:
        return SignatureChecks(_unchecked(problem))
    found = [_check_proof(submitted.document, proof, lookups) for proof in proofs]
    return min(found, key=_badness)


def _badness(found: SignatureChecks) -> int:
    """A proof that does not fit comes first, whatever others say; then one that fits; then those that tell nothing."""
    results = {check.question: check.result for check in found.checks}
    signature = results.get(Question.SIGNATURE, Result.NOT_CHECKED)
    if signature is Result.NOT_CHECKED:
        return 2 if results.get(Question.KEY) is Result.NO else 3
    return 0 if signature is Result.NO else 1


def _unchecked(reason: Any) -> tuple[Check, ...]:
    return (Check(Question.SIGNATURE, Result.NOT_CHECKED, reason),)


def _usable_proofs(document: dict[str, Any]) -> tuple[list[dict[str, Any]], Any]:
    """The proofs that say what badges say, or why there is none."""
    listed = document.get("proof")
    proofs = [proof for proof in (listed if isinstance(listed, list) else [listed]) if isinstance(proof, dict)]
    if not proofs:
        return [], NO_SIGNATURE
    if len(proofs) > MAX_PROOFS:
        return [], TOO_MANY_PROOFS
    usable = [proof for proof in proofs if proof.get("proofPurpose") == PURPOSE]
    return usable, "" if usable else OTHER_PURPOSE


def _check_proof(document: dict[str, Any], proof: dict[str, Any], lookups: Lookups) -> SignatureChecks:
    method = proof.get("verificationMethod", "")
    named = method.get("id", "") if isinstance(method, dict) else method
    try:
        key, belongs = issuer_keys.find_key(issuer_id(document), str(named), lookups)
    except KeyNotFound as missing:
        return SignatureChecks((*_unchecked(NO_KEY), missing.check))
    found = pool.check(document, proof, key.public_multibase)
    if key.row is not None and found.finding is Finding.FITS:
        belongs = own_documents.check_key_age(key.row, proof.get("created")) or belongs
    return SignatureChecks((*signature_checks(found), belongs, key_safety(key.unsafe_since, lookups.now)), key)


def _check_token(submitted: SubmittedBadge, lookups: Lookups) -> SignatureChecks:
    issuer = issuer_id(submitted.document)
    named = submitted.header.get("kid", "")
    if not named and issuer.startswith(("did:key:", "did:jwk:")):
        named = issuer
    try:
        key, belongs = issuer_keys.find_key(issuer, str(named), lookups)
    except KeyNotFound as missing:
        return SignatureChecks((*_unchecked(NO_KEY), missing.check))
    found = find_token_signature(submitted, key.public)
    signature, coverage = signature_checks(found)
    if found.finding is Finding.FITS:
        coverage = Check(Question.COVERAGE, Result.YES, TOKEN_COVERS)
    return SignatureChecks((signature, coverage, belongs, key_safety(key.unsafe_since, lookups.now)), key)


def find_token_signature(submitted: SubmittedBadge, public: PublicKey) -> ProofFinding:
    """Whether a key signed a token, by the one algorithm that is used with keys of its kind."""
    algorithm = str(submitted.header.get("alg", ""))
    if algorithm not in {"ES256", "EdDSA", "RS256", "Ed25519"} or submitted.header.get("crit"):
        return ProofFinding(Finding.UNKNOWN_SUITE, algorithm[:60])
    wanted = {"ES256": EllipticCurvePublicKey, "EdDSA": Ed25519PublicKey, "Ed25519": Ed25519PublicKey}
    is_right_kind = isinstance(public, wanted[algorithm]) if algorithm in wanted else hasattr(public, "public_numbers")
    if not is_right_kind or (algorithm == "RS256" and isinstance(public, EllipticCurvePublicKey)):
        return ProofFinding(Finding.UNUSABLE_KEY)
    head, body, signature = submitted.token.split(".")
    try:
        method = jwt.get_algorithm_by_name("EdDSA" if algorithm == "Ed25519" else algorithm)
        fits = method.verify(f"{head}.{body}".encode(), public, jwt.utils.base64url_decode(signature))
    except (ValueError, TypeError, jwt.PyJWTError):
        return ProofFinding(Finding.MALFORMED)
    return ProofFinding(Finding.FITS if fits else Finding.DIFFERS)


def find_claim_faults(submitted: SubmittedBadge) -> Iterator[str]:
    """The registered claims of a token that say something else than its badge."""
    document, claims = submitted.document, submitted.claims
    subject = document.get("credentialSubject")
    expected = {
        "iss": issuer_id(document),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "jti": document.get("id"),
    }
    yield from (name for name, value in expected.items() if name in claims and claims[name] != value)
    if "iss" not in claims:
        yield "iss"
