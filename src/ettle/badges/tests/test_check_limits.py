"""A badge that someone made to be slow to check costs its sender a sentence, and the site little."""

from __future__ import annotations

import json
import resource
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ettle.badges.credential import jsonld_contexts, proofs
from ettle.badges.keys import multibase
from ettle.badges.verify import signature_check

NODES = 12  # with each other's names: RDFC-1.0 tries their orders, which are 12!
KEY = multibase.encode_multibase(
    multibase.ED25519_PUBLIC + Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
)


def entangled_badge() -> dict[str, Any]:
    """Return a badge of an issuer that contains its key. Its nameless parts all name each other."""
    names = [f"_:p{number}" for number in range(NODES)]
    profiles = [
        {"id": name, "type": ["Profile"], "parentOrg": [{"id": other, "type": ["Profile"]} for other in names]}
        for name in names
    ]
    issuer = f"did:key:{KEY}"
    return {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        "id": "urn:uuid:0c0f1a2b-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Team work",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Some college", "parentOrg": profiles},
        "validFrom": "2026-10-12T14:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:11111111-1111-4111-8111-111111111111",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://a.example/1",
                "type": ["Achievement"],
                "name": "Team work",
                "description": "Worked in a team",
                "criteria": {"narrative": "Work in a team"},
            },
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": proofs.CRYPTOSUITE,
            "proofPurpose": "assertionMethod",
            "created": "2026-10-12T14:30:00Z",
            "verificationMethod": f"{issuer}#{KEY}",
            "proofValue": "z" + "1" * 88,
        },
    }


def check_page(client: Client) -> str:
    file = SimpleUploadedFile("badge.json", json.dumps(entangled_badge()).encode())
    return client.post(reverse("badges:verify"), {"file": file}).content.decode()


@pytest.mark.django_db
def test_a_badge_that_is_slow_on_purpose_costs_three_seconds_at_most_and_the_page_says_why(client: Client) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    page = check_page(client)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "We could not check this badge" in page
    assert "It took too long to read" in page
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= 3.5


@pytest.mark.django_db
def test_checks_leave_threads_for_pages(client: Client) -> None:
    for _ in range(signature_check.MAX_CHECKS_AT_ONCE):
        assert signature_check._free_checks.acquire(blocking=False)
    try:
        page = check_page(client)
    finally:
        for _ in range(signature_check.MAX_CHECKS_AT_ONCE):
            signature_check._free_checks.release()

    assert "We could not check this badge" in page
    assert "Many badges are being checked at this moment" in page


def test_a_check_that_failed_leaves_its_place_to_the_next() -> None:
    for _ in range(signature_check.MAX_CHECKS_AT_ONCE + 1):
        assert signature_check.check_in_subprocess({}, "z6MkNobody", seconds=0.001) == signature_check.UNKNOWN
