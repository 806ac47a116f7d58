"""The endorsements inside a badge: of the badge, of its achievement and of its issuer, each verified on its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from ettle.badges.verify import credential_checks, signatures, status_check, verdicts
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.documents.badge_parser import InvalidBadge, SubmittedBadge
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.verdicts import Check, Endorsement, Question, Verdict

MAX_ENDORSEMENTS = 4
MAX_COMMENT = 1_000
# How an endorsement is written is judged with the badge that it is in.
REQUIRED = verdicts.SIGNED - {Question.FORM}


def verify_endorsements(submitted: SubmittedBadge, lookups: Lookups) -> tuple[Endorsement, ...]:
    """Return the first few endorsements of a badge with a verdict on each.

    What is none is left out, and so is one of something else: however well it is signed, it says nothing of this badge.
    """
    found = []
    endorsements = _find_endorsements(submitted.document)
    belonging = (item for item in endorsements if _is_endorsement_of(item.document, submitted.document))
    for endorsement in islice(belonging, MAX_ENDORSEMENTS):
        subject = endorsement.document.get("credentialSubject")
        comment = subject.get("endorsementComment", "") if isinstance(subject, dict) else ""
        name = credential_checks.issuer_name(endorsement.document)
        verdict = _verify_endorsement(endorsement, lookups)
        found.append(Endorsement(name, str(comment)[:MAX_COMMENT], verdict))
    return tuple(found)


def _is_endorsement_of(endorsement: dict[str, Any], badge: dict[str, Any]) -> bool:
    """Whether it is about a badge, something that has its id and a name in it, its holder, achievement or issuer."""
    endorsed, subject = endorsement.get("credentialSubject"), badge.get("credentialSubject")
    named = endorsed.get("id") if isinstance(endorsed, dict) else None
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    parts = (part for part in (badge, subject, achievement, badge.get("issuer")) if isinstance(part, dict))
    if not isinstance(named, str):
        return False
    return named in [badge.get("issuer"), *(part.get("id") for part in parts)] or named.startswith(
        f"{badge.get('id')}#"
    )


def _find_endorsements(document: dict[str, Any]) -> Iterator[SubmittedBadge]:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    for holder in (document, achievement, document.get("issuer")):
        if not isinstance(holder, dict):
            continue
        for inner in _as_list(holder.get("endorsement")):
            if isinstance(inner, dict) and "EndorsementCredential" in badge_parser.type_names(inner):
                yield SubmittedBadge(inner)
        for token in _as_list(holder.get("endorsementJwt")):
            try:
                yield badge_parser.parse_signed_text(str(token))
            except InvalidBadge:
                continue


def _verify_endorsement(endorsement: SubmittedBadge, lookups: Lookups) -> Verdict:
    document = endorsement.document
    signed = signatures.check_signature(endorsement, lookups)
    issuer, name = credential_checks.check_issuer(
        signatures.issuer_id(document), credential_checks.issuer_name(document)
    )
    checks: list[Check] = [*signed.checks, issuer, *status_check.check_status(document, lookups)]
    checks += credential_checks.check_dates(document.get("validFrom"), document.get("validUntil"), lookups.now)
    answer = verdicts.decide({check.question: check.result for check in checks}, REQUIRED)
    why = verdicts.find_reason(answer, checks)
    return Verdict(answer, lookups.now, why, tuple(checks), document=document, issuer_name=name)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
