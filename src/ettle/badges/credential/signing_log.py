"""The signing log of each issuer: one line for every signing, each with the hash of the line before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from ettle.badges.credential import timestamps
from ettle.badges.models import Issuer, SigningKey, SigningLogLine

FIRST_HASH = "0" * 64


def record_signature(signed: bytes, key: SigningKey, now: datetime) -> None:
    """Add a line. The caller has locked the issuer's row, so that lines are written one after the other."""
    record_signatures([(signed, key)], now)


def record_signatures(signatures: Sequence[tuple[bytes, SigningKey]], now: datetime) -> None:
    """Add a line for each signature, all by keys of one issuer, whose row the caller has locked."""
    issuer = signatures[0][1].issuer
    last, lines = issuer.log.order_by("position").last(), list[SigningLogLine]()
    for signed, key in signatures:
        line = SigningLogLine(
            issuer=issuer,
            position=last.position + 1 if last else 1,
            previous=last.line_sha256 if last else FIRST_HASH,
            signed_sha256=hashlib.sha256(signed).hexdigest(),
            key=key,
            at=now.replace(microsecond=0),
        )
        line.line_sha256 = line_hash(line)
        lines.append(line)
        last = line
    SigningLogLine.objects.bulk_create(lines)


def line_hash(line: SigningLogLine) -> str:
    parts = [
        str(line.position),
        line.previous,
        line.signed_sha256,
        str(line.key.uuid),
        timestamps.format_timestamp(line.at),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_log_faults(issuer: Issuer) -> Iterator[str]:
    """Where an issuer's log was changed or lines are missing."""
    previous, position = FIRST_HASH, 0
    for line in issuer.log.select_related("key").order_by("position").iterator():
        position += 1
        if line.position != position:
            yield f"{issuer.name}: line {position} of the signing log is missing"
            position = line.position
        if line.previous != previous or line.line_sha256 != line_hash(line):
            yield f"{issuer.name}: line {line.position} of the signing log was changed"
        previous = line.line_sha256
