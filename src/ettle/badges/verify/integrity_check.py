"""Check every badge against its signature, its hash and the signing log: what the command checkbadges runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from ettle.badges.credential import signing_heads, signing_log
from ettle.badges.models import Award, Credential, Issuer, SigningLogLine
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer

BATCH = 300  # badges; SQLite takes a thousand digests in one question
SOUND_ANSWERS = {
    Answer.VALID,
    Answer.REVOKED,
    Answer.SUSPENDED,
    Answer.REPLACED,
    Answer.EXPIRED,
    Answer.NOT_YET,
}


def count_signed_awards() -> int:
    return Award.objects.filter(credential__isnull=False).count()


def count_credentials() -> int:
    return Credential.objects.count()


def find_faults(now: datetime, say: Callable[[int], object] = lambda checked: None) -> Iterator[str]:
    """What is wrong with any badge or with the log. No result means that all were checked and are sound.

    Of a badge whose holder has left, the log of its signing is checked alone: the site has nothing else of it.
    say: is told after every batch how many were checked so far.
    """
    for issuer in Issuer.objects.order_by("pk"):
        yield from signing_log.find_log_faults(issuer)
    yield from signing_heads.find_head_faults()
    related = ("award__issuer", "issuance", "cancellation", "key__issuer", "status_list__issuer")
    rows = Credential.objects.select_related(*related).order_by("pk").iterator(chunk_size=BATCH)
    checked = 0
    while batch := list(islice(rows, BATCH)):
        logged = _find_logged(batch)
        for credential in batch:
            faults = _credential_faults(credential, logged, now)
            yield from (f"Badge {credential.uuid}: {fault}" for fault in faults)
        checked += len(batch)
        say(checked)


def _find_logged(batch: Sequence[Credential]) -> set[tuple[int, str]]:
    """Which digests of these credentials the signing logs have: pairs of an issuer and a digest."""
    digests = {digest for credential in batch for digest in _digests(credential)}
    lines = SigningLogLine.objects.filter(signed_sha256__in=digests).order_by()
    return set(lines.values_list("issuer_id", "signed_sha256"))


def _digests(credential: Credential) -> list[str]:
    """The digests that the signing log must have."""
    signed = (bytes(credential.document), credential.jwt.encode()) if credential.has_document else ()
    return list(dict.fromkeys([credential.sha256, *(hashlib.sha256(content).hexdigest() for content in signed)]))


def _credential_faults(credential: Credential, logged: set[tuple[int, str]], now: datetime) -> Iterator[str]:
    for digest in _digests(credential):
        if (credential.award.issuer_id, digest) not in logged:
            yield "it is not in the signing log"
    if credential.has_document:
        verdict = verification.verify_credential(credential, credential.award, now=now)
        if verdict.answer not in SOUND_ANSWERS:
            yield f"{verdict.answer.value}. {verdict.why}".strip()
