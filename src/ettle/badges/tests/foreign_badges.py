"""Badges of issuers elsewhere, made for tests: signed with a key that the issuer's name contains."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ettle.badges.credential import jsonld_contexts, proofs
from ettle.badges.keys import key_pairs
from ettle.badges.tests import badge_factory

Document = dict[str, Any]
CONTEXTS = [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES, jsonld_contexts.EXTENSIONS]
PRIVATE, OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32)), Ed25519PrivateKey.from_private_bytes(b"1" * 32)


def did_of(private: Ed25519PrivateKey) -> str:
    return f"did:key:{key_pairs.encode_public_key(private.public_key())}"


def method_of(issuer: str) -> str:
    return f"{issuer}#{issuer.removeprefix('did:key:')}"


def unsigned(issuer_id: str = "", **changes: Any) -> Document:
    """A whole badge of version 3 that nobody has signed."""
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:0c0f1a2b-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Team work",
        "issuer": {"id": issuer_id or did_of(PRIVATE), "type": ["Profile"], "name": "Some college"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0c0f1a2b-0000-4000-8000-000000000002",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0c0f1a2b-0000-4000-8000-000000000003",
                "type": ["Achievement"],
                "name": "Team work",
                "description": "Worked in a team",
                "criteria": {"narrative": "Work in a team"},
            },
        },
        **changes,
    }


def sign(document: Document, private: Ed25519PrivateKey = PRIVATE, method: str = "") -> Document:
    """The document with a proof that names this key; contexts inside it are read as other verifiers read them."""
    named = method or method_of(did_of(private))
    return proofs.sign_document(document, private, method=named, now=badge_factory.EARNED)


def changed(document: Document, change: Callable[[Document], object]) -> Document:
    """A copy to which something was done after it was signed."""
    copied = copy.deepcopy(document)
    change(copied)
    return copied


def endorsement(private: Ed25519PrivateKey = OTHER, **changes: Any) -> Document:
    """An endorsement of the badge above, with contexts of its own, signed by someone else."""
    document = {
        "@context": CONTEXTS[:2],
        "id": "urn:uuid:0c0f1a2b-0000-4000-8000-00000000000a",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": did_of(private), "type": ["Profile"], "name": "A housing association"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0c0f1a2b-0000-4000-8000-000000000002",
            "type": ["EndorsementSubject"],
            "endorsementComment": "I saw it.",
        },
        **changes,
    }
    return sign(document, private)


def entangled(nodes: int = 9) -> Document:
    """A badge whose nameless parts all name each other: written to be slow."""
    names = [f"_:p{number}" for number in range(nodes)]
    profiles = [
        {"id": name, "type": ["Profile"], "parentOrg": [{"id": other, "type": ["Profile"]} for other in names]}
        for name in names
    ]
    document = unsigned()
    document["issuer"]["parentOrg"] = profiles
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": proofs.CRYPTOSUITE,
        "proofPurpose": "assertionMethod",
        "created": "2026-10-12T14:30:00Z",
        "verificationMethod": method_of(did_of(PRIVATE)),
        "proofValue": "z" + "1" * 88,
    }
    return {**document, "proof": proof}
