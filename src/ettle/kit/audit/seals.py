"""Seal audit lines in batches: each seal is a hash over its lines and over the seal before.

Who writes a line waits for nothing: a task of the worker seals what has been committed. A line that is committed later
with a smaller id comes into the next batch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from ettle.kit.audit import signed_heads
from ettle.kit.models import AuditLine, AuditSeal
from ettle.kit.tasks.task_queue import task

BATCH_SIZE = 1_000  # lines that are sealed, and checked, at a time


class SealedMeanwhile(Exception):
    """Another worker has sealed some of the same lines; the task is tried again."""


@task
def seal_audit_lines(*, at: str) -> None:
    """Seal all lines that have been committed, and sign the new head of the chain."""
    _append_missing_head()
    while seal := _seal_batch(datetime.fromisoformat(at)):
        signed_heads.append_head(seal)


def seal_digest(seal: AuditSeal, lines: Iterable[AuditLine]) -> str:
    """Return the hash of a batch: the seal's number, time and predecessor, and every field of each line, by id."""
    digest = hashlib.sha256(_to_bytes(seal.number, seal.previous, _iso(seal.sealed_at)))
    for line in lines:
        digest.update(_to_bytes(line.pk, line.actor_id, line.act, line.subject_kind, line.subject_key, _iso(line.at)))
    return digest.hexdigest()


def last_seal() -> AuditSeal | None:
    return AuditSeal.objects.order_by("-number").first()


@transaction.atomic
def _seal_batch(now: datetime) -> AuditSeal | None:
    lines = list(AuditLine.objects.filter(seal=None).order_by("id")[:BATCH_SIZE])
    if not lines:
        return None
    number, previous = _find_predecessor()
    seal = AuditSeal(number=number + 1, previous=previous, lines=len(lines), sealed_at=now)
    seal.digest = seal_digest(seal, lines)
    seal.save(force_insert=True)  # the number is the key: of two workers that seal at once, one fails here
    sealed = AuditLine.objects.filter(pk__in=[line.pk for line in lines], seal=None).update(seal=seal)
    if sealed != len(lines):
        raise SealedMeanwhile
    return seal


def _find_predecessor() -> tuple[int, str]:
    """Return number and digest of the seal to follow.

    After a restore the file of heads knows newer seals than the database. Their numbers are not used a second time, so
    that the check can say what is missing.
    """
    seal, head = last_seal(), signed_heads.last_head()
    if head and (seal is None or head.last > seal.number):
        return head.last, head.digest
    return (seal.number, seal.digest) if seal else (0, "")


def _append_missing_head() -> None:
    """Append the head that a crash, or a full disk, kept from the file."""
    seal, head = last_seal(), signed_heads.last_head()
    if seal and (head is None or head.last < seal.number):
        signed_heads.append_head(seal)


def _to_bytes(*values: object) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
