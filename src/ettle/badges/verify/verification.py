"""Is this badge real? One verdict, made in one way for the page of a badge, a file, a text, a picture and the command.

Never "valid" when something could not be checked, and "not real" only when a signature was computed and does not fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.credential import badge_documents
from ettle.badges.models import Award, Credential
from ettle.badges.verify import (
    credential_checks,
    endorsement_check,
    open_badges_2,
    own_documents,
    signatures,
    status_check,
    verdicts,
)
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.documents.badge_parser import Standard, SubmittedBadge
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.process.check_pool import pool
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.reasons import signature_checks
from ettle.badges.verify.verdicts import Answer, Check, Question, Result, Verdict

SIGNATURE_FIRST = _lazy("This is checked only when the signature fits.")
HOLDER_LEFT = _lazy(
    "The person who earned it has deleted their account here, and with it our copy of the badge. "
    "Ask them for the file and check that."
)
CANCELLED = {Answer.REVOKED, Answer.SUSPENDED, Answer.REPLACED}


def verify_award(award: Award, *, now: datetime) -> Verdict:
    """Check one of our own badges: its newest credential."""
    if not award.is_signed:
        if award.is_revoked:
            withdrawn = own_documents.withdrawn(award.revocation.at)
            return Verdict(Answer.REVOKED, now, checks=(withdrawn,), award=award)
        return Verdict(Answer.NOT_SIGNED_YET, now, _("It will be ready in a moment. Reload this page."), award=award)
    return verify_credential(award.credential, award, now=now)


def verify_credential(credential: Credential, award: Award, *, now: datetime) -> Verdict:
    """Check one of our own credentials: the bytes that were signed, the key, the dates and the signed status list."""
    lookups = Lookups(now)
    if not credential.has_document:
        return _verify_without_copy(credential, award, lookups)
    document: dict[str, Any] = json.loads(bytes(credential.document))
    issuer, name = credential_checks.check_issuer(signatures.issuer_id(document))
    checks = [
        *own_documents.check_stored(credential, award),
        issuer,
        *own_documents.check_own_status(status_check.check_status(document, lookups), credential),
        *credential_checks.check_dates(document.get("validFrom"), document.get("validUntil"), now),
    ]
    return _conclude(checks, now, document=document, award=award, credential=credential, issuer_name=name)


def _verify_without_copy(credential: Credential, award: Award, lookups: Lookups) -> Verdict:
    """What is known of a badge whose holder has left: whether it was cancelled, and nothing that makes it valid."""
    status = badge_documents.build_status(credential.status_list, credential.status_index)
    listed = status_check.check_status({"issuer": award.issuer.identifier, "credentialStatus": status}, lookups)
    known = own_documents.check_own_status(listed, credential)
    answer = verdicts.decide({check.question: check.result for check in known}, ())
    is_cancelled = answer in CANCELLED
    return Verdict(
        answer if is_cancelled else Answer.NOT_CHECKED,
        lookups.now,
        verdicts.find_reason(answer, known) if is_cancelled else HOLDER_LEFT,
        (Check(Question.SIGNATURE, Result.NOT_CHECKED, HOLDER_LEFT), *known),
        award,
        credential=credential,
    )


def verify_content(content: bytes, *, now: datetime) -> Verdict:
    """Check a submitted file or text of any issuer. Raises InvalidBadge in words for what is no badge."""
    return verify_submitted(badge_parser.parse_badge(content), now=now)


def verify_submitted(submitted: SubmittedBadge, *, now: datetime) -> Verdict:
    """Check a badge that was read. With all places taken, the verdict says at once to come again."""
    with pool.hold_place() as has_place:
        if not has_place:
            checks = signature_checks(ProofFinding(Finding.BUSY))
            return _conclude(checks, now, document=submitted.document)
        lookups = Lookups(now)
        if submitted.standard is Standard.OPEN_BADGES_2:
            checked = open_badges_2.check_badge(submitted, lookups)
            required = verdicts.SIGNED if submitted.token else verdicts.HOSTED
            return _conclude(
                checked.checks, now, required, document=submitted.document, issuer_name=checked.issuer_name
            )
        return _verify_credential(submitted, lookups)


def is_busy(verdict: Verdict) -> bool:
    """Whether nothing was checked because all places were taken."""
    busy = signature_checks(ProofFinding(Finding.BUSY))[0].reason
    return any(check.question is Question.SIGNATURE and check.reason == busy for check in verdict.checks)


def _verify_credential(submitted: SubmittedBadge, lookups: Lookups) -> Verdict:
    document = submitted.document
    signed = signatures.check_signature(submitted, lookups)
    named = signatures.issuer_id(document)
    issuer, name = credential_checks.check_issuer(named, credential_checks.issuer_name(document))
    checks = [*signed.checks, issuer, credential_checks.check_form(submitted)]
    dates = credential_checks.check_dates(document.get("validFrom"), document.get("validUntil"), lookups.now)
    if not _has_fitting_signature(signed.checks):
        checks += [_later(Question.STATUS), _later(Question.SUSPENSION), *dates]
        return _conclude(checks, lookups.now, document=document, issuer_name=name)
    credential = own_documents.find_credential(document, named)
    status = status_check.check_status(document, lookups)
    checks += [*(own_documents.check_own_status(status, credential) if credential else status), *dates]
    key = signed.key.row if signed.key else None
    if credential is not None and key is not None and own_documents.is_stored(submitted, credential):
        checks = _replace(checks, own_documents.check_key_safety(credential, key))
    award = credential.award if credential else None
    verdict = _conclude(checks, lookups.now, document=document, award=award, credential=credential, issuer_name=name)
    return replace(verdict, endorsements=endorsement_check.verify_endorsements(submitted, lookups))


def _has_fitting_signature(checks: Iterable[Check]) -> bool:
    results = {check.question: check.result for check in checks}
    return results.get(Question.SIGNATURE) is Result.YES and results.get(Question.KEY) is Result.YES


def _later(question: Question) -> Check:
    return Check(question, Result.NOT_CHECKED, SIGNATURE_FIRST)


def _replace(checks: list[Check], new: Check) -> list[Check]:
    return [new if check.question is new.question else check for check in checks]


def _conclude(
    checks: Iterable[Check],
    now: datetime,
    required: Iterable[Question] = verdicts.SIGNED,
    *,
    document: dict[str, Any],
    award: Award | None = None,
    credential: Credential | None = None,
    issuer_name: str = "",
) -> Verdict:
    """The verdict that follows from the checks, with the reason of the one that decides."""
    listed = tuple(checks)
    answer = verdicts.decide({check.question: check.result for check in listed}, required)
    why = "" if answer is Answer.VALID else verdicts.find_reason(answer, listed)
    return Verdict(answer, now, why, listed, award, document, issuer_name, credential=credential)
