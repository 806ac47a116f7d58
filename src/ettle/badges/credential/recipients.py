"""Who a credential names: the address as a salted hash, and the name as it stood, readable or as a salted hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from ettle.badges.models import Issuance

EMAIL, NAME = "emailAddress", "name"


def build_identifiers(issuance: Issuance) -> list[dict[str, Any]]:
    """Return the identity objects of a credential: the address, and the name where the account had one."""
    identifiers = [_hash_identity(EMAIL, issuance.email.lower())]
    if issuance.name:
        shown = _show_identity(NAME, issuance.name)
        identifiers.append(shown if issuance.is_name_shown else _hash_identity(NAME, issuance.name))
    return identifiers


def signed_name(document: dict[str, Any]) -> str:
    """The name that a credential contains so that anyone can read it; "" when it has none or only its hash."""
    for identity in document.get("credentialSubject", {}).get("identifier", []):
        if identity.get("identityType") == NAME and identity.get("hashed") is False:
            return str(identity.get("identityHash", ""))
    return ""


def _show_identity(kind: str, value: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def _hash_identity(kind: str, value: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((value + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": kind,
        "salt": salt,
    }
