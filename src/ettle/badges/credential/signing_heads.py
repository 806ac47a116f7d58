"""The heads of the signing logs, signed, in a file outside the database, so that a tail that was cut off is seen.

One JSON object a line: {"issuer": id, "line": number, "hash": of that line, "at": time}, and "accepted" where an
operator knows that an older copy of the database was restored: earlier heads of that issuer do not count any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ettle.badges.models import Issuer
from ettle.kit.audit.signed_records import SignedRecord, append_signed_record, read_signed_records
from ettle.kit.files.record_file import DamagedRecord

SALT = "badges.signing.heads"
NO_LINE = "0" * 64


@dataclass(frozen=True)
class LogHead:
    """position, line_hash: of the last line of an issuer's log when this was signed; 0 for an empty log."""

    issuer: str
    position: int
    line_hash: str
    is_accepted_loss: bool
    is_own: bool
    is_valid: bool


def heads_file() -> Path:
    return Path(settings.SIGNING_HEADS_FILE)


def append_heads(now: datetime) -> int:
    """Sign and append the head of every log that has grown. Returns how many. Raises DamagedRecord."""
    known = {head.issuer: head for heads in _read_heads().values() for head in heads}
    grown = [
        (issuer, position, line_hash)
        for issuer, position, line_hash in _last_lines()
        if issuer not in known or position > known[issuer].position
    ]
    for issuer, position, line_hash in grown:
        _append(issuer, position, line_hash, now)
    return len(grown)


def accept_loss(now: datetime) -> None:
    """Record that an operator knows that logs end earlier than their heads say, or have other lines."""
    last = {issuer: (position, line_hash) for issuer, position, line_hash in _last_lines()}
    heads = _read_heads()
    for issuer in Issuer.objects.order_by("pk"):
        if any(_find_faults(issuer, heads.get(issuer.identifier, []))):
            position, line_hash = last.get(issuer.identifier, (0, NO_LINE))
            _append(issuer.identifier, position, line_hash, now, accepted=True)


def find_head_faults() -> Iterator[str]:
    """Where a signing log does not fit its signed heads: lines were cut off, changed, or an older copy was restored."""
    try:
        heads = _read_heads()
    except DamagedRecord as damage:
        yield str(damage)
        return
    for listed in heads.values():
        yield from (
            f"A line of {heads_file()} was changed: its signature does not fit" for head in listed if not head.is_valid
        )
    for issuer in Issuer.objects.order_by("pk"):
        yield from _find_faults(issuer, heads.get(issuer.identifier, []))


def _find_faults(issuer: Issuer, heads: list[LogHead]) -> Iterator[str]:
    begin = max((place for place, head in enumerate(heads) if head.is_accepted_loss), default=0)
    counted = [head for head in heads[begin:] if head.is_valid and head.position]
    if not counted:
        return
    last = issuer.log.order_by("-position").values_list("position", flat=True).first() or 0
    newest = max(head.position for head in counted)
    if newest > last:
        yield (
            f"{issuer.name}: the signing log ends at line {last}, but had {newest} lines: lines were cut off, or an "
            "older copy of the database was restored"
        )
    signed = {head.position: head.line_hash for head in counted}
    for position, line_hash in issuer.log.order_by("position").values_list("position", "line_sha256").iterator():
        if signed.get(position, line_hash) != line_hash:
            yield f"{issuer.name}: line {position} of the signing log is not the one whose head was signed"


def _read_heads() -> dict[str, list[LogHead]]:
    """The heads of each issuer, the oldest first. Raises DamagedRecord."""
    heads: dict[str, list[LogHead]] = {}
    for signed in read_signed_records(heads_file(), salt=SALT):
        head = _parse_head(signed)
        if head.is_own or not head.is_valid:  # one that was signed with an earlier secret key tells nothing
            heads.setdefault(head.issuer, []).append(head)
    return heads


def _parse_head(signed: SignedRecord) -> LogHead:
    record = signed.record
    return LogHead(
        issuer=str(record.get("issuer")),
        position=int(record.get("line", 0)),
        line_hash=str(record.get("hash")),
        is_accepted_loss=bool(record.get("accepted")),
        is_own=signed.is_own,
        is_valid=signed.is_valid,
    )


def _append(issuer: str, position: int, line_hash: str, now: datetime, *, accepted: bool = False) -> None:
    record = {"issuer": issuer, "line": position, "hash": line_hash, "at": now.isoformat()}
    append_signed_record(heads_file(), {**record, "accepted": True} if accepted else record, salt=SALT)


def _last_lines() -> Iterator[tuple[str, int, str]]:
    """The id of each issuer with a log, and the number and hash of its last line."""
    for issuer in Issuer.objects.order_by("pk"):
        last = issuer.log.order_by("-position").values_list("position", "line_sha256").first()
        if last is not None:
            yield issuer.identifier, *last
