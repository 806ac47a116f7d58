"""Sign and check documents: a proof inside (eddsa-rdfc-2022), and the same document as a token (ES256)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ettle.badges.credential import timestamps
from ettle.badges.credential.form import canonical_template
from ettle.badges.keys import multibase

CRYPTOSUITE = "eddsa-rdfc-2022"
TOKEN_ALGORITHM = "ES256"  # noqa: S105 - the name of an algorithm
REGISTERED_CLAIMS = {"iss", "sub", "jti", "nbf", "iat", "exp"}


def sign_document(
    document: dict[str, Any], private: Ed25519PrivateKey, *, method: str, now: datetime
) -> dict[str, Any]:
    """Return the document with its proof. method: the id of the key, which begins with the issuer's id."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": timestamps.format_timestamp(now),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = private.sign(signed_bytes(document, options))
    return {**document, "proof": {**options, "proofValue": multibase.encode_multibase(signature)}}


def signed_bytes(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """The 64 bytes that are signed: the hash of the proof's options, then that of the document without its proof."""
    proof = canonical_template.canonical_proof({"@context": document["@context"], **options})
    return hashlib.sha256(proof).digest() + hashlib.sha256(canonical_template.canonical_badge(document)).digest()


def is_signed_by(signed: dict[str, Any], public: Ed25519PublicKey) -> bool:
    """Whether the proof inside a document was made by this key over exactly this document."""
    document = {name: value for name, value in signed.items() if name != "proof"}
    options = {name: value for name, value in signed["proof"].items() if name != "proofValue"}
    try:
        signature = multibase.decode_multibase(signed["proof"]["proofValue"])
        public.verify(signature, signed_bytes(document, options))
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


def sign_token(document: dict[str, Any], private: EllipticCurvePrivateKey, *, method: str) -> str:
    """Return an unsigned document as a VC-JWT. Its registered claims say the same as the document."""
    claims = {
        **document,
        "iss": document["issuer"]["id"],
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": int(timestamps.parse_timestamp(document["validFrom"]).timestamp()),
    }
    if "validUntil" in document:
        claims["exp"] = int(timestamps.parse_timestamp(document["validUntil"]).timestamp())
    return jwt.encode(claims, private, algorithm=TOKEN_ALGORITHM, headers={"kid": method})


def read_token(token: str, public: EllipticCurvePublicKey) -> dict[str, Any] | None:
    """Return the document inside a token, or None if this key did not sign it or its claims disagree with it.

    Dates are not checked here: expired and not yet valid are results of their own.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            public,
            algorithms=[TOKEN_ALGORITHM],
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
        )
        return claims_to_document(claims)
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return None


def claims_to_document(claims: dict[str, Any]) -> dict[str, Any]:
    """Return a token's document. Raises ValueError if its registered claims differ from it."""
    document = {name: value for name, value in claims.items() if name not in REGISTERED_CLAIMS}
    expected = {
        "iss": document["issuer"]["id"],
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": int(timestamps.parse_timestamp(document["validFrom"]).timestamp()),
    }
    if "validUntil" in document:
        expected["exp"] = int(timestamps.parse_timestamp(document["validUntil"]).timestamp())
    if {name: claims.get(name) for name in {*expected, *(REGISTERED_CLAIMS & claims.keys() - {"iat"})}} != expected:
        raise ValueError("The token's claims differ from its document")
    return document
