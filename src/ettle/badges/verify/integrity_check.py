"""Check every badge against its signature, its hash and the signing log: what the command checkbadges runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from ettle.badges.credential import signing_log
from ettle.badges.models import Award, Issuer, SigningLogLine
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer

SOUND_ANSWERS = {Answer.VALID, Answer.REVOKED, Answer.SUSPENDED, Answer.EXPIRED, Answer.NOT_YET}


def count_signed_awards() -> int:
    return Award.objects.filter(credential__isnull=False).count()


def find_faults(now: datetime) -> Iterator[str]:
    """What is wrong with any badge or with the log. No result means that all were checked and are sound."""
    for issuer in Issuer.objects.order_by("pk"):
        yield from signing_log.find_log_faults(issuer)
    for award in Award.objects.with_related().filter(credential__isnull=False).order_by("pk").iterator(chunk_size=500):
        yield from (f"Badge {award.uuid}: {fault}" for fault in _award_faults(award, now))


def _award_faults(award: Award, now: datetime) -> Iterator[str]:
    content = bytes(award.credential.document)
    for signed in (content, award.credential.jwt.encode()):
        line = {"issuer": award.issuer_id, "signed_sha256": hashlib.sha256(signed).hexdigest()}
        if not SigningLogLine.objects.filter(**line).exists():
            yield "it is not in the signing log"
    verdict = verification.verify_award(award, now=now)
    if verdict.answer not in SOUND_ANSWERS:
        yield f"{verdict.answer.value}. {verdict.why}".strip()
