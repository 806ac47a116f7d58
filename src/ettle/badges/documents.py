"""The documents we publish: a badge as a credential, its definition, its issuer, and the list of withdrawn ones."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.badges import bitstring, contexts, dates, identifiers, keys
from ettle.badges.models import Award, BadgeVersion, Criterion, Holder, Issuer, SigningKey, StatusList

if TYPE_CHECKING:
    from ettle.framework.models import Item

OURS = "Our suggestion."


def as_bytes(document: dict[str, Any]) -> bytes:
    """Return a document as it is kept and served."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def credential(award: Award, holder: Holder, status_list: StatusList, status_index: int) -> dict[str, Any]:
    """Return the unsigned credential of an award."""
    document = {
        "@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES],
        "id": identifiers.credential(award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.version.name,
        "issuer": profile(award.issuer),
        "validFrom": dates.written(award.awarded_at),
        "credentialSubject": {
            "id": f"urn:uuid:{holder.uuid}",
            "type": ["AchievementSubject"],
            "identifier": [_hashed_mail_address(award.learner.email)],
            "achievement": achievement(award.version),
        },
        "credentialStatus": {
            "id": f"{identifiers.status_list(status_list)}#{status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_index),
            "statusListCredential": identifiers.status_list(status_list),
        },
    }
    if award.version.valid_for_months:
        document["validUntil"] = dates.written(dates.months_later(award.awarded_at, award.version.valid_for_months))
    return document


def names(document: dict[str, Any], award: Award) -> bool:
    """Whether a document is the credential of this award."""
    return bool(document.get("id") == identifiers.credential(award))


def achievement(version: BadgeVersion) -> dict[str, Any]:
    """Return what a badge version means, as every credential of it holds it."""
    document: dict[str, Any] = {
        "id": identifiers.achievement(version),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "humanCode": version.badge.number,
        "version": str(version.edition),
        "inLanguage": "en-GB",
        "name": version.name,
        "description": version.summary,
        "criteria": {
            "id": identifiers.achievement(version),
            "narrative": narrative(list(version.criteria.all())),
        },
        "image": {
            "id": identifiers.picture(version),
            "type": "Image",
            "caption": f"The badge {version.name}",
        },
    }
    aligned = [_alignment(item) for item in version.alignments.select_related("framework").order_by("framework", "pk")]
    if aligned:
        document["alignment"] = aligned
    return document


def achievement_alone(version: BadgeVersion) -> dict[str, Any]:
    """Return the same with its contexts, as it is served at its own address."""
    return {"@context": [contexts.CREDENTIALS, contexts.OPEN_BADGES], **achievement(version)}


def narrative(criteria: Sequence[Criterion]) -> str:
    """Say in Markdown what a badge asked for."""
    return "\n".join(f"{criterion.position}. {criterion.title}: {criterion.question}" for criterion in criteria)


def profile(issuer: Issuer) -> dict[str, Any]:
    document = {"id": issuer.identifier, "type": ["Profile"], "name": issuer.name, "url": issuer.url}
    if issuer.email:
        document["email"] = issuer.email
    return document


def status_list(row: StatusList, indexes: Iterable[int], now: datetime) -> dict[str, Any]:
    """Return the unsigned list in which these indexes are withdrawn."""
    address = identifiers.status_list(row)
    return {
        "@context": [contexts.CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": row.issuer.identifier,
        "validFrom": dates.written(now),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode(indexes, row.size),
        },
    }


def issuer_keys(issuer: Issuer, rows: Iterable[SigningKey]) -> dict[str, Any]:
    """Return the issuer's DID document (or, without a DID, its controlled identifier document).

    Retired keys stay: what they signed goes on verifying. Compromised ones carry a date.
    """
    methods = [_method(issuer, key) for key in rows]
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


def _method(issuer: Issuer, key: SigningKey) -> dict[str, Any]:
    """One key, in the form that readers of its kind of signature look for."""
    method: dict[str, Any] = {"id": f"{issuer.identifier}#{key.uuid}", "controller": issuer.identifier}
    if key.kind == SigningKey.Kind.P256:
        method |= {"type": "JsonWebKey", "publicKeyJwk": keys.jwk(key)}
    else:
        method |= {"type": "Multikey", "publicKeyMultibase": key.public_multibase}
    if key.compromised_at:
        method["revoked"] = dates.written(key.compromised_at)
    return method


def _hashed_mail_address(address: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((address.lower() + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _alignment(item: Item) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": item.title,
        "targetDescription": f"{item.statement} {OURS}".strip(),
        "targetUrl": identifiers.item(item.uuid),
        "targetType": "CFItem",
        "targetCode": item.key,
        "targetFramework": str(item.framework),
    }
