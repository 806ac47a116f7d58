"""The documents we publish: a badge as a credential, its endorsements, its issuer, and the list of withdrawn ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from ettle.badges.credential import (
    achievements,
    bitstring,
    identifiers,
    jsonld_contexts,
    recipients,
    timestamps,
)
from ettle.badges.keys import key_pairs
from ettle.badges.models import Holder, Issuance, Issuer, PublishedAchievement, SigningKey, StatusList
from ettle.badges.types import EndorsementStatement

# After this a list says nothing: without it, an old copy would call a withdrawn badge valid for ever.
LIST_LASTS = timedelta(days=31)
LIST_CACHED_SECONDS = 300


def document_to_bytes(document: dict[str, Any]) -> bytes:
    """Return a document as it is stored and served."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def build_award_credential(
    issuance: Issuance,
    holder: Holder,
    status_list: StatusList,
    status_index: int,
    endorsements: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return the unsigned credential of a stored award. The first of a badge version stores its permanent ids."""
    award = issuance.award
    published = achievements.publish_achievement(award.version, award.issuer.address)
    return build_credential(issuance, holder, status_list, status_index, endorsements, published=published)


def build_credential(
    issuance: Issuance,
    holder: Holder,
    status_list: StatusList,
    status_index: int,
    endorsements: Sequence[dict[str, Any]] = (),
    *,
    published: PublishedAchievement,
) -> dict[str, Any]:
    """Return the unsigned credential of an award. endorsements: signed ones, which are embedded as they are.

    published: the ids of its badge version.
    """
    award = issuance.award
    document = {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        "id": identifiers.new_credential_id(award.issuer.address, issuance.uuid),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.version.name,
        "issuer": issuer_profile(award.issuer),
        "validFrom": timestamps.format_timestamp(award.awarded_at),
        "credentialSubject": {
            "id": holder.identifier,
            "type": ["AchievementSubject"],
            "identifier": recipients.build_identifiers(issuance),
            "achievement": achievements.build_achievement(published),
            "result": achievements.build_results(published),
        },
        "credentialStatus": build_status(status_list, status_index),
    }
    if award.valid_until:
        document["validUntil"] = timestamps.format_timestamp(award.valid_until)
    if issuance.evidence:
        document["evidence"] = [{"type": ["Evidence"], **item} for item in issuance.evidence]
    if endorsements:
        document["endorsement"] = list(endorsements)
    return document


def build_endorsement(
    statement: EndorsementStatement, issuance: Issuance, issuer: Issuer, now: datetime
) -> dict[str, Any]:
    """Return the unsigned endorsement of the award in one credential: what a person said of its holder’s work.

    issuer: the site's own, which signs that it was said. It does not sign that it is true.
    """
    address = issuance.award.issuer.address
    return {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        "id": identifiers.new_endorsement_id(address, issuance.uuid, statement.uuid),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsement of {issuance.award.version.name}",
        "description": (
            f"{statement.name}, {statement.job_title} ({statement.relationship}) said this by a link that the holder "
            "of the badge sent. This site did not check who they are."
        ),
        "issuer": issuer_profile(issuer),
        "validFrom": timestamps.format_timestamp(min(statement.answered_at, now)),
        "credentialSubject": {
            # An id of its own: to the one of the credential or the holder, its expiry or their name could be moved from
            # where they are read, and the signature would still fit.
            "id": identifiers.new_award_id(address, issuance.uuid),
            "type": ["EndorsementSubject"],
            "endorsementComment": statement.words,
        },
    }


def issuer_profile(issuer: Issuer) -> dict[str, Any]:
    document = {"id": issuer.identifier, "type": ["Profile"], "name": issuer.name, "url": issuer.url}
    if issuer.email:
        document["email"] = issuer.email
    return document


def build_status(status_list: StatusList, status_index: int) -> dict[str, str]:
    """One status object, as Open Badges has it. Its purpose is the one that every verifier knows: see decision 0074."""
    return {
        "id": f"{status_list.identifier}#{status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status_index),
        "statusListCredential": status_list.identifier,
    }


def build_status_list(row: StatusList, indexes: Iterable[int], now: datetime) -> dict[str, Any]:
    """Return the unsigned list in which these indexes are marked. It is valid for LIST_LASTS."""
    return {
        "@context": [jsonld_contexts.CREDENTIALS],
        "id": row.identifier,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": row.issuer.identifier,
        "validFrom": timestamps.format_timestamp(now),
        "validUntil": timestamps.format_timestamp(now + LIST_LASTS),
        "credentialSubject": {
            "id": f"{row.identifier}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": LIST_CACHED_SECONDS * 1000,
            "encodedList": bitstring.encode_bits(indexes, row.size),
        },
    }


def build_issuer_keys(issuer: Issuer, rows: Iterable[SigningKey]) -> dict[str, Any]:
    """Return the issuer's DID document (or, without a DID, its controlled identifier document).

    Retired keys stay, so that what they signed still verifies. Compromised ones carry a date.
    """
    methods = [_verification_method(issuer, key) for key in rows]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": issuer.identifier,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _verification_method(issuer: Issuer, key: SigningKey) -> dict[str, Any]:
    """One key, in the form that verifiers of its kind of signature expect."""
    method: dict[str, Any] = {"id": key.identifier, "controller": issuer.identifier}
    if key.kind == SigningKey.Kind.P256:
        method |= {"type": "JsonWebKey", "publicKeyJwk": key_pairs.public_jwk(key)}
    else:
        method |= {"type": "Multikey", "publicKeyMultibase": key.public_multibase}
    if key.compromised_at:
        method["revoked"] = timestamps.format_timestamp(key.compromised_at)
    return method
