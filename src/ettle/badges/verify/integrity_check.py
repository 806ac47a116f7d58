"""Check every badge against its signature, its hash and the signing log: what the command checkbadges runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from ettle.badges.credential import signing_log
from ettle.badges.models import Award, Credential, Issuer, SigningLogLine
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer

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


def find_faults(now: datetime) -> Iterator[str]:
    """What is wrong with any badge or with the log. No result means that all were checked and are sound.

    Of a badge whose holder has left, the log of its signing is checked alone: the site has nothing else of it.
    """
    for issuer in Issuer.objects.order_by("pk"):
        yield from signing_log.find_log_faults(issuer)
    related = ("award__issuer", "issuance", "cancellation", "key__issuer", "status_list__issuer")
    for credential in Credential.objects.select_related(*related).order_by("pk").iterator(chunk_size=500):
        yield from (f"Badge {credential.uuid}: {fault}" for fault in _credential_faults(credential, now))


def _credential_faults(credential: Credential, now: datetime) -> Iterator[str]:
    digests = [credential.sha256]
    if credential.has_document:
        digests += [
            hashlib.sha256(signed).hexdigest() for signed in (bytes(credential.document), credential.jwt.encode())
        ]
    lines = SigningLogLine.objects.filter(issuer=credential.award.issuer_id)
    for digest in dict.fromkeys(digests):
        if not lines.filter(signed_sha256=digest).exists():
            yield "it is not in the signing log"
    if credential.has_document:
        verdict = verification.verify_credential(credential, credential.award, now=now)
        if verdict.answer not in SOUND_ANSWERS:
            yield f"{verdict.answer.value}. {verdict.why}".strip()
