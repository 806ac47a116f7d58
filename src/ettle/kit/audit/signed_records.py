"""Records outside the database that are signed with a key derived from the site's secret key, one JSON object a line.

Someone who can write to the database can change what is in it; they cannot sign such a record. Each record has
the public key and the signature beside what it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.crypto import salted_hmac

from ettle.kit.files.record_file import append_record, read_records


@dataclass(frozen=True)
class SignedRecord:
    """is_own: signed with the key of today's secret key. is_valid: the signature fits what it says."""

    record: dict[str, Any]
    is_own: bool
    is_valid: bool


def append_signed_record(path: Path, record: Mapping[str, Any], *, salt: str) -> None:
    """Sign a record and append it. salt: names what it is for, so that it is not taken for a record of another kind."""
    key = _derive_key(salt)
    named = {**record, "key": _public_hex(key)}
    append_record(path, {**named, "signature": key.sign(_signed_bytes(named)).hex()})


def read_signed_records(path: Path, *, salt: str) -> Iterator[SignedRecord]:
    """Yield every record; nothing when there is no file. Raises DamagedRecord."""
    own_key = _public_hex(_derive_key(salt))
    return read_records(
        path, lambda record: SignedRecord(record, record["key"] == own_key, _has_valid_signature(record))
    )


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


def _derive_key(salt: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(salted_hmac(salt, "ed25519", algorithm="sha256").digest())


def _public_hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
