"""The heads of the audit chain, signed, in a file outside the database.

Whoever can write to the database could replace the whole chain or cut off its end; they cannot sign its head. The key
is derived from the site's secret key. The file is not part of a backup. One JSON object a line, for each seal:
{"seal": number, "digest": hex, "at": time, "key": hex, "signature": hex}; and, where an operator has accepted that
seals are missing, {"accepted": [first, last], "digest": "", …}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

from ettle.kit.files.record_file import append_record, read_records
from ettle.kit.models import AuditSeal

SALT = "kit.audit.heads"


@dataclass(frozen=True)
class SignedHead:
    """A line of the file. last: the number of the seal; first: the same, or the first of accepted missing seals.

    is_own: signed with the key of today's secret key. is_valid: the signature fits the line.
    """

    first: int
    last: int
    digest: str
    at: datetime
    is_accepted_loss: bool
    is_own: bool
    is_valid: bool


def append_head(seal: AuditSeal) -> None:
    """Sign a seal and append it. Call it after the seal is committed."""
    _append({"seal": seal.number, "digest": seal.digest, "at": seal.sealed_at.isoformat()})


def accept_loss(first: int, last: int, now: datetime) -> None:
    """Append that an operator knows that these seals are missing."""
    _append({"accepted": [first, last], "digest": "", "at": now.isoformat()})


def list_heads() -> list[SignedHead]:
    """Return every line of the file. Raises DamagedRecord."""
    return list(_read_heads())


def last_head() -> SignedHead | None:
    """Return the newest head that a seal can follow: valid, and signed with today's key."""
    usable = [head for head in _read_heads() if head.is_own and head.is_valid and not head.is_accepted_loss]
    return usable[-1] if usable else None


def heads_file() -> Path:
    return Path(settings.AUDIT_HEADS_FILE)


def _read_heads() -> Iterator[SignedHead]:
    own_key = _public_hex(_signing_key())
    return read_records(heads_file(), lambda record: _parse_head(record, own_key))


def _parse_head(record: dict[str, Any], own_key: str) -> SignedHead:
    first, last = record["accepted"] if "accepted" in record else (record["seal"], record["seal"])
    return SignedHead(
        first=int(first),
        last=int(last),
        digest=str(record["digest"]),
        at=datetime.fromisoformat(record["at"]),
        is_accepted_loss="accepted" in record,
        is_own=record["key"] == own_key,
        is_valid=_has_valid_signature(record),
    )


def _append(record: dict[str, Any]) -> None:
    key = _signing_key()
    named = {**record, "key": _public_hex(key)}
    append_record(heads_file(), {**named, "signature": key.sign(_signed_bytes(named)).hex()})


def _has_valid_signature(record: dict[str, Any]) -> bool:
    signed = {name: value for name, value in record.items() if name != "signature"}
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(record["key"]))
        public.verify(bytes.fromhex(record["signature"]), _signed_bytes(signed))
    except InvalidSignature:
        return False
    return True


def _signed_bytes(record: dict[str, Any]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(salted_hmac(SALT, "ed25519", algorithm="sha256").digest())


def _public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
