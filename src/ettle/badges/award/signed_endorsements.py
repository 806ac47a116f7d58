"""Sign the endorsements of an award as credentials of their own, which the badge contains.

An endorsement is signed with the site's key: the site says that these words reached it, and who is said to have
written them. Another room brings the endorsements that both the endorser and the holder agreed to publish.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ettle.badges.award import issuers
from ettle.badges.credential import badge_documents, identifiers, proofs, signing_log
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Issuance, Issuer, SigningKey
from ettle.badges.types import EndorsementStatement
from ettle.kit.room import offered


def statements_of(award: Award) -> list[EndorsementStatement]:
    """The endorsements of an award that may be published ("badges.endorsement_statements")."""
    return [statement for find in offered("badges.endorsement_statements") for statement in find(award)]


def has_current_endorsements(award: Award) -> bool:
    """Whether the newest credential of a signed award contains exactly the endorsements that may be published now."""
    credential = award.credential
    document: dict[str, Any] = json.loads(bytes(credential.document))
    contained = {
        (item["id"], item["credentialSubject"]["endorsementComment"]) for item in document.get("endorsement", [])
    }
    address = award.issuer.address
    return contained == {
        (identifiers.new_endorsement_id(address, credential.uuid, statement.uuid), statement.words)
        for statement in statements_of(award)
    }


def sign_endorsements(issuance: Issuance, now: datetime) -> list[dict[str, Any]]:
    """Return the signed endorsements for one credential. The caller has locked the issuer of the badge."""
    statements = statements_of(issuance.award)
    return list(_sign_statements(statements, issuance, now)) if statements else []


def _sign_statements(
    statements: list[EndorsementStatement], issuance: Issuance, now: datetime
) -> Iterator[dict[str, Any]]:
    issuer = issuers.get_or_create_site_issuer(now)
    # Always after the badge's own issuer, so that two signings never wait for each other.
    Issuer.objects.select_for_update().get(pk=issuer.pk)
    key = key_pairs.current_key(issuer, SigningKey.Kind.ED25519, now)
    private = key_pairs.unseal_ed25519(key)
    for statement in statements:
        unsigned = badge_documents.build_endorsement(statement, issuance, issuer, now)
        signed = proofs.sign_document(unsigned, private, method=key.identifier, now=now)
        signing_log.record_signature(badge_documents.document_to_bytes(signed), key, now)
        yield signed
