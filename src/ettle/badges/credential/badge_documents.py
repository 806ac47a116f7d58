"""The documents we publish: a badge as a credential, its definition, its issuer, and the list of withdrawn ones."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.badges.credential import bitstring, identifiers, jsonld_contexts, timestamps
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, BadgeVersion, Criterion, Holder, Issuer, SigningKey, StatusList
from ettle.kit.translations.catalogue import show_english

if TYPE_CHECKING:
    from ettle.framework.models import Item

SUGGESTION_NOTE = "Our suggestion."


def document_to_bytes(document: dict[str, Any]) -> bytes:
    """Return a document as it is stored and served."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def build_credential(award: Award, holder: Holder, status_list: StatusList, status_index: int) -> dict[str, Any]:
    """Return the unsigned credential of an award."""
    document = {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        "id": identifiers.credential_url(award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.version.name,
        "issuer": issuer_profile(award.issuer),
        "validFrom": timestamps.format_timestamp(award.awarded_at),
        "credentialSubject": {
            "id": f"urn:uuid:{holder.uuid}",
            "type": ["AchievementSubject"],
            "identifier": [_hash_email_address(award.learner.email)],
            "achievement": build_achievement(award.version, award.issuer.address),
        },
        "credentialStatus": {
            "id": f"{identifiers.status_list_url(status_list)}#{status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_index),
            "statusListCredential": identifiers.status_list_url(status_list),
        },
    }
    if award.version.valid_for_months:
        document["validUntil"] = timestamps.format_timestamp(
            timestamps.add_months(award.awarded_at, award.version.valid_for_months)
        )
    return document


def is_credential_of(document: dict[str, Any], award: Award) -> bool:
    """Whether a document is the credential of this award."""
    return bool(document.get("id") == identifiers.credential_url(award))


@show_english()
def build_achievement(version: BadgeVersion, address: str) -> dict[str, Any]:
    """Return the achievement of a badge version, as credentials of it contain it.

    address: of the site, as in the ids of the issuer whose credential it is.
    """
    document: dict[str, Any] = {
        "id": identifiers.achievement_url(version, address),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "humanCode": version.badge.number,
        "version": str(version.edition),
        "inLanguage": "en-GB",
        "name": version.name,
        "description": version.summary,
        "criteria": {
            "id": identifiers.achievement_url(version, address),
            "narrative": criteria_narrative(list(version.criteria.all())),
        },
        "image": {
            "id": identifiers.picture_url(version, address),
            "type": "Image",
            "caption": f"The badge {version.name}",
        },
    }
    aligned = [
        _build_alignment(item, address)
        for item in version.alignments.select_related("framework").order_by("framework", "pk")
    ]
    if aligned:
        document["alignment"] = aligned
    return document


def build_standalone_achievement(version: BadgeVersion, address: str) -> dict[str, Any]:
    """Return the same with its contexts, as it is served at its own address."""
    return {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        **build_achievement(version, address),
    }


def criteria_narrative(criteria: Sequence[Criterion]) -> str:
    """What a badge asked for, in Markdown."""
    return "\n".join(f"{criterion.position}. {criterion.title}: {criterion.question}" for criterion in criteria)


def issuer_profile(issuer: Issuer) -> dict[str, Any]:
    document = {"id": issuer.identifier, "type": ["Profile"], "name": issuer.name, "url": issuer.url}
    if issuer.email:
        document["email"] = issuer.email
    return document


def build_status_list(row: StatusList, indexes: Iterable[int], now: datetime) -> dict[str, Any]:
    """Return the unsigned list in which these indexes are withdrawn."""
    address = identifiers.status_list_url(row)
    return {
        "@context": [jsonld_contexts.CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": row.issuer.identifier,
        "validFrom": timestamps.format_timestamp(now),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
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
    method: dict[str, Any] = {"id": f"{issuer.identifier}#{key.uuid}", "controller": issuer.identifier}
    if key.kind == SigningKey.Kind.P256:
        method |= {"type": "JsonWebKey", "publicKeyJwk": key_pairs.public_jwk(key)}
    else:
        method |= {"type": "Multikey", "publicKeyMultibase": key.public_multibase}
    if key.compromised_at:
        method["revoked"] = timestamps.format_timestamp(key.compromised_at)
    return method


def _hash_email_address(address: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((address.lower() + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _build_alignment(item: Item, address: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": item.title,
        "targetDescription": f"{item.statement} {SUGGESTION_NOTE}".strip(),
        "targetUrl": identifiers.item_url(item.uuid, address),
        "targetType": "CFItem",
        "targetCode": item.key,
        "targetFramework": str(item.framework),
    }
