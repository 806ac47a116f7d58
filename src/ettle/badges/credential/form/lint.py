"""Checks before a badge is signed: common mistakes of issuers, each refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from ettle.badges.credential import (
    bitstring,
    canonicalisation,
    jsonld_contexts,
    recipients,
    signable_text,
    timestamps,
)
from ettle.badges.credential.form import credential_schema, document_shape

OPTIONAL = {"validUntil", "evidence", "endorsement"}
MEMBERS = {
    "@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject", "credentialStatus",
}  # fmt: skip


class UnsignableDocument(Exception):
    """A document that other systems would read differently."""


def check_credential(document: dict[str, Any]) -> None:
    """Raise UnsignableDocument with every fault of an unsigned credential."""
    faults = [
        *_member_faults(document),
        *_date_faults(document),
        *_status_faults(document),
        *_text_faults(document),
        *_identity_faults(document),
    ]
    faults = faults or list(_reading_faults(document))
    if faults:
        raise UnsignableDocument("; ".join(faults))


def _member_faults(document: dict[str, Any]) -> Iterator[str]:
    if document.get("@context") != [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES]:
        yield "the contexts must be VC 2.0, then Open Badges 3.0.3"
    if document.get("type") != ["VerifiableCredential", "OpenBadgeCredential"]:
        yield "the types must be VerifiableCredential and OpenBadgeCredential"
    for name in sorted(document.keys() - MEMBERS - OPTIONAL):
        yield f"{name} does not belong in a badge"
    for name in sorted(MEMBERS - document.keys()):
        yield f"{name} is missing"


def _date_faults(document: dict[str, Any]) -> Iterator[str]:
    try:
        begins = timestamps.parse_timestamp(document.get("validFrom"))
        if "validUntil" in document and timestamps.parse_timestamp(document["validUntil"]) <= begins:
            yield "it would end before it begins"
    except ValueError as fault:
        yield str(fault)


def _status_faults(document: dict[str, Any]) -> Iterator[str]:
    status = document.get("credentialStatus")
    if not isinstance(status, dict) or status.get("type") != "BitstringStatusListEntry":
        yield "it needs exactly one status, in a bitstring list"
        return
    index = status.get("statusListIndex")
    if not isinstance(index, str) or not index.isdecimal() or int(index) >= bitstring.MIN_SIZE:
        yield "the status index must be a number inside the list, written as text"
    if status.get("id") != f"{status.get('statusListCredential')}#{index}":
        yield "the status must be named by its list and index"


def _text_faults(document: dict[str, Any]) -> Iterator[str]:
    for path, text in signable_text.walk_texts(document):
        in_list = path.rsplit(".", 1)[-1].isdecimal()
        for fault in signable_text.find_text_faults(text, in_list=in_list):
            yield f"{path}: {fault}"


def _identity_faults(document: dict[str, Any]) -> Iterator[str]:
    subject = document.get("credentialSubject", {})
    if not str(subject.get("id", "")).startswith("urn:uuid:"):
        yield "the holder needs an id"
    for identity in subject.get("identifier", []):
        if identity.get("identityType") == recipients.NAME and identity.get("hashed") is False:
            continue
        if not identity.get("hashed") or not identity.get("salt") or "$" not in identity.get("identityHash", ""):
            yield "an email address goes in only as a salted hash"
    if not document.get("issuer", {}).get("id"):
        yield "the issuer needs an id"


def _reading_faults(document: dict[str, Any]) -> Iterable[str]:
    """What the standard and other readers find wrong. They take long, and find the same in every badge of a version."""
    shape = document_shape.badge_shape(document)
    return _find_reading_faults(json.dumps(shape.document if shape else document, ensure_ascii=False))


@lru_cache(maxsize=document_shape.MAX_SHAPES)
def _find_reading_faults(text: str) -> tuple[str, ...]:
    document: dict[str, Any] = json.loads(text)
    return (*credential_schema.find_schema_faults(document), *_canonicalisation_faults(document))


def forget_shapes() -> None:
    """Empty the cache, for measurements and tests."""
    _find_reading_faults.cache_clear()


def _canonicalisation_faults(document: dict[str, Any]) -> Iterator[str]:
    try:
        canonicalisation.check_lossless(document)
        if canonicalisation.canonical_nquads(document) != canonicalisation.canonical_nquads_by_pyld(document):
            yield "two readers of the document do not agree what it says"
    except (canonicalisation.NotLossless, jsonld_contexts.UnknownContext) as fault:
        yield str(fault)
