"""The heads of the audit chain, signed, in a file outside the database.

Whoever can write to the database could replace the whole chain or cut off its end; they cannot sign its head. The key
is derived from the site's secret key. The file is not part of a backup. One JSON object a line, for each seal:
{"seal": number, "digest": hex, "at": time, "key": hex, "signature": hex}; and, where an operator has accepted that
seals are missing, {"accepted": [first, last], "digest": "", …}.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from ettle.kit.audit.signed_records import SignedRecord, append_signed_record, read_signed_records
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
    return map(_parse_head, read_signed_records(heads_file(), salt=SALT))


def _parse_head(signed: SignedRecord) -> SignedHead:
    record = signed.record
    first, last = record["accepted"] if "accepted" in record else (record["seal"], record["seal"])
    return SignedHead(
        first=int(first),
        last=int(last),
        digest=str(record["digest"]),
        at=datetime.fromisoformat(record["at"]),
        is_accepted_loss="accepted" in record,
        is_own=signed.is_own,
        is_valid=signed.is_valid,
    )


def _append(record: dict[str, Any]) -> None:
    append_signed_record(heads_file(), record, salt=SALT)
