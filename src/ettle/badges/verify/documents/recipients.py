"""Whose badge it is: compare the email address or name that a holder gave with what the badge has of them.

A badge has a hash with a salt, or the text itself, or nothing. The hash of an address that someone types tells whether
it is the same; it never tells the address.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_noop

MAX_IDENTIFIERS = 10
STRONG, WEAK = "sha256", "md5"


class Match(Enum):
    """What comparing with the badge gave, in words."""

    SAME = gettext_noop("Yes: the badge has what you typed.")
    SAME_BY_WEAK_HASH = gettext_noop(
        "The badge has a code (MD5) that fits what you typed. Codes of this kind can be forged, so it proves little."
    )
    OTHER = gettext_noop("No: the badge has another email address or name, or the same in another spelling.")
    NOT_STATED = gettext_noop("The badge does not say whose it is in a way that we can compare.")


@dataclass(frozen=True)
class HolderIdentifier:
    """What a badge has of its holder. value: the text itself, or algorithm and hash with a dollar sign between them."""

    value: str
    salt: str
    is_hashed: bool


def list_identifiers(document: dict[str, Any]) -> list[HolderIdentifier]:
    """Return what a badge of version 3 or 2 has of its holder that can be compared."""
    return list(_find_identifiers(document))[:MAX_IDENTIFIERS]


def _find_identifiers(document: dict[str, Any]) -> Iterator[HolderIdentifier]:
    subject = document.get("credentialSubject")
    listed = subject.get("identifier") if isinstance(subject, dict) else None
    rows = [*(listed if isinstance(listed, list) else [listed]), document.get("recipient")]
    for row in rows:
        if not isinstance(row, dict):
            continue
        value, salt = row.get("identityHash", row.get("identity")), row.get("salt", "")
        if isinstance(value, str) and isinstance(salt, str) and value:
            is_hashed = row.get("hashed") is True or row.get("hashed") == "true"
            yield HolderIdentifier(value, salt, is_hashed)


def compare(document: dict[str, Any], typed: str) -> Match:
    """Whether a badge has what was typed, in the spelling as typed or in small letters."""
    identifiers = list_identifiers(document)
    spellings = {typed.strip(), typed.strip().lower(), " ".join(typed.split())}
    matches = {_compare_identifier(identifier, spelling) for identifier in identifiers for spelling in spellings}
    for match in (Match.SAME, Match.SAME_BY_WEAK_HASH, Match.OTHER):
        if match in matches:
            return match
    return Match.NOT_STATED


def _compare_identifier(identifier: HolderIdentifier, spelling: str) -> Match:
    if not identifier.is_hashed:
        return Match.SAME if identifier.value.strip().casefold() == spelling.casefold() else Match.OTHER
    algorithm, _dollar, digest = identifier.value.partition("$")
    if algorithm not in {STRONG, WEAK}:
        return Match.NOT_STATED
    hasher = hashlib.new(algorithm, (spelling + identifier.salt).encode(), usedforsecurity=False)
    is_same = hmac.compare_digest(hasher.hexdigest(), digest.lower().encode("ascii", "replace").decode())
    if not is_same:
        return Match.OTHER
    return Match.SAME if algorithm == STRONG else Match.SAME_BY_WEAK_HASH
