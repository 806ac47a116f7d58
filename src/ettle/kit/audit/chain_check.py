"""Check the audit log: each line against its seal, each seal against the one before and against its signed head."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ettle.kit.audit import seals, signed_heads
from ettle.kit.audit.signed_heads import SignedHead
from ettle.kit.files.record_file import DamagedRecord
from ettle.kit.models import AuditLine, AuditSeal


@dataclass
class ChainReport:
    """What was checked and what is wrong. problems, notes: sentences for an operator.

    missing: first and last number of each run of seals that the database does not have and that is not accepted.
    """

    seals: int = 0
    lines: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[tuple[int, int]] = field(default_factory=list)


def check_chain() -> ChainReport:
    """Check the whole log. Reads every line once and changes nothing."""
    report = ChainReport(unsealed=AuditLine.objects.filter(seal=None).count())
    heads = _read_heads(report)
    signed = {head.last: head for head in heads if not head.is_accepted_loss}
    accepted = [(head.first, head.last) for head in heads if head.is_accepted_loss and head.is_own and head.is_valid]
    number, digest = 0, ""
    for seal in AuditSeal.objects.order_by("number").iterator():
        if seal.number > number + 1:
            _report_gap(report, number + 1, seal.number - 1, accepted)
            gap_end = signed.get(seal.number - 1)
            digest = gap_end.digest if gap_end else seal.previous
        _check_seal(report, seal, digest, signed.get(seal.number))
        number, digest = seal.number, seal.digest
    newest = max(signed, default=0)
    if newest > number:
        _report_gap(report, number + 1, newest, accepted)
    return report


def accept_missing(report: ChainReport, now: datetime) -> None:
    """Record, signed and outside the database, that the operator knows of these missing seals."""
    for first, last in report.missing:
        signed_heads.accept_loss(first, last, now)


def _read_heads(report: ChainReport) -> list[SignedHead]:
    try:
        heads = signed_heads.list_heads()
    except DamagedRecord as damage:
        report.problems.append(str(damage))
        return []
    if not heads and AuditSeal.objects.exists():
        report.problems.append(
            f"{signed_heads.heads_file()} is missing. Put its newest copy there: without it, nobody can see "
            "whether lines were cut off at the end of the log."
        )
    report.problems += [
        f"The signature of seal {head.last} in {signed_heads.heads_file()} does not fit: that line was changed."
        for head in heads
        if not head.is_valid
    ]
    others = sum(not head.is_own for head in heads)
    if others and not heads[-1].is_own:
        report.problems.append("The newest head was not signed with this site's secret key.")
    elif others:
        report.notes.append(f"{others} earlier heads were signed with another secret key.")
    return heads


def _report_gap(report: ChainReport, first: int, last: int, accepted: list[tuple[int, int]]) -> None:
    which = f"Seal {first} is" if first == last else f"Seals {first} to {last} are"
    if any(begin <= first and last <= end for begin, end in accepted):
        report.notes.append(f"{which} missing, which an operator has accepted.")
        return
    report.missing.append((first, last))
    report.problems.append(
        f"{which} missing: the lines in them were cut off, or an older copy of the database was restored."
    )


def _check_seal(report: ChainReport, seal: AuditSeal, previous: str, head: SignedHead | None) -> None:
    lines = list(AuditLine.objects.filter(seal=seal).order_by("id"))
    report.seals += 1
    report.lines += len(lines)
    sealed_at = f"Seal {seal.number} ({seal.sealed_at:%Y-%m-%d %H:%M} UTC)"
    if seal.previous != previous:
        report.problems.append(f"{sealed_at} does not follow the seal before it.")
    if len(lines) != seal.lines:
        report.problems.append(f"{sealed_at} is over {seal.lines} lines, but {len(lines)} are there.")
    elif seals.seal_digest(seal, lines) != seal.digest:
        span = f"from {lines[0].pk} to {lines[-1].pk}" if lines else "it had"
        report.problems.append(f"{sealed_at} does not fit: one of the lines {span} was changed.")
    if head and head.digest != seal.digest:
        report.problems.append(f"{sealed_at} is not the one that was signed.")
