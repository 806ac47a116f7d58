"""On eighty badges that vary one feature each, we say what two other people's verifiers say."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ettle.badges.credential import jsonld_contexts
from ettle.badges.tests.foreign_badges import OTHER, PRIVATE, Document, did_of, method_of
from ettle.badges.verify import verification
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.verdicts import Question, Result
from tests.thirdparty.conftest import security_contexts
from tests.thirdparty.varied_badges import varied_badges

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]


def is_accepted_here(badge: Document, now: datetime) -> bool:
    """Whether everything that we can check without knowing the issuer is right."""
    try:
        verdict = verification.verify_content(json.dumps(badge).encode(), now=now)
    except InvalidBadge:
        return False
    needed = {
        Question.SIGNATURE,
        Question.COVERAGE,
        Question.KEY,
        Question.FORM,
        Question.STARTED,
        Question.NOT_EXPIRED,
    }
    return all(verdict.result_of(question) is Result.YES for question in needed)


def ask_digital_bazaar(verifiers: Path, badges: dict[str, Document]) -> dict[str, Any]:
    documents: dict[str, Any] = {url: jsonld_contexts.load_context(url) for url in jsonld_contexts.KNOWN}
    documents |= security_contexts()
    for private in (PRIVATE, OTHER):
        issuer = did_of(private)
        method = {
            "@context": "https://w3id.org/security/multikey/v1",
            "id": method_of(issuer),
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": issuer.removeprefix("did:key:"),
        }
        documents[method["id"]] = method
        documents[issuer] = {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": issuer,
            "verificationMethod": [method],
            "assertionMethod": [method["id"]],
        }
    asked = {"documents": documents, "credentials": badges, "tokens": {}, "keys": []}
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=verifiers, input=json.dumps(asked).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: dict[str, Any] = json.loads(done.stdout)["credentials"]
    return answers


def is_accepted_by_openbadgeslib(badge: Document) -> bool:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    try:
        OB3LdpVerifier.for_issuer_did(did_of(PRIVATE)).verify(badge)
    except LibOpenBadgesException:
        return False
    return True


def test_we_say_what_others_say(verifiers: Path) -> None:
    badges, now = varied_badges(), datetime.now(UTC)
    ours = {name: is_accepted_here(badge, now) for name, badge in badges.items()}
    node = {name: answer["verified"] for name, answer in ask_digital_bazaar(verifiers, badges).items()}
    python = {name: is_accepted_by_openbadgeslib(badge) for name, badge in badges.items()}

    assert len(badges) >= 80
    assert node == python  # so that there is one verdict to compare with
    assert ours == node
    assert 20 <= sum(ours.values()) <= len(badges) - 20
