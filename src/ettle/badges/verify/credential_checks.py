"""Checks of a credential that need no key: how it is written, its dates, whether the issuer is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.credential import jsonld_contexts, timestamps
from ettle.badges.models import Issuer, TrustedIssuer
from ettle.badges.verify import signatures
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.documents.badge_parser import SubmittedBadge
from ettle.badges.verify.reasons import day
from ettle.badges.verify.verdicts import Check, Question, Result

FORM_RIGHT = _lazy("It has what its standard asks for.")
DATES_UNREADABLE = _lazy("Its dates cannot be read.")
NO_END = _lazy("It has no expiry date.")
VALID_FROM = _lazy("It is valid from %(moment)s.")
EXPIRED = _lazy("It expired on %(moment)s.")
EXPIRES = _lazy("It expires on %(moment)s.")
OTHER_FIRST_CONTEXT = _lazy("Its first context is not that of verifiable credentials, version 2.")
OTHER_SECOND_CONTEXT = _lazy("Its second context is not that of Open Badges, version 3.")
OTHER_TYPE = _lazy("It does not have the type of a verifiable credential.")
OLDER_DATES = _lazy("Its dates have the names of an older version of the standard.")
NO_ACHIEVEMENT = _lazy("It does not say what it was given for.")
OTHER_CLAIM = _lazy("The token’s ‘%(name)s’ is not what the badge inside says.")
UNKNOWN_ISSUER = _lazy("Anyone can make a key. This site’s operator has not said whose key this is.")
OPEN_BADGES_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context"


def check_form(submitted: SubmittedBadge) -> Check:
    """Answer whether a badge of version 3 is written as the standard says, as far as its meaning depends on it."""
    fault = next(_find_form_faults(submitted), "")
    return Check(Question.FORM, Result.NO if fault else Result.YES, fault or FORM_RIGHT)


def _find_form_faults(submitted: SubmittedBadge) -> Iterator[str]:
    document = submitted.document
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    if listed[:1] != [jsonld_contexts.CREDENTIALS]:
        yield str(OTHER_FIRST_CONTEXT)
    if not any(str(context).startswith(OPEN_BADGES_CONTEXT) for context in listed[1:2]):
        yield str(OTHER_SECOND_CONTEXT)
    if "VerifiableCredential" not in badge_parser.type_names(document):
        yield str(OTHER_TYPE)
    if "issuanceDate" in document or "expirationDate" in document:
        yield str(OLDER_DATES)
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or not isinstance(subject.get("achievement"), dict):
        yield str(NO_ACHIEVEMENT)
    if submitted.token:
        for claim in signatures.find_claim_faults(submitted):
            yield OTHER_CLAIM % {"name": claim}


def check_dates(begins: object, ends: object, now: datetime) -> tuple[Check, Check]:
    """Answer whether a badge has begun and has not ended. begins, ends: as the badge has them; None for no end."""
    return _check_start(begins, now), _check_end(ends, now)


def _check_start(begins: object, now: datetime) -> Check:
    try:
        start = timestamps.parse_timestamp(begins)
    except ValueError:
        return Check(Question.STARTED, Result.NOT_CHECKED, DATES_UNREADABLE)
    is_begun = start <= now
    words = VALID_FROM % {"moment": day(start)}
    return Check(Question.STARTED, Result.YES if is_begun else Result.NO, words)


def _check_end(ends: object, now: datetime) -> Check:
    if ends is None:
        return Check(Question.NOT_EXPIRED, Result.YES, NO_END)
    try:
        end = timestamps.parse_timestamp(ends)
    except ValueError:
        return Check(Question.NOT_EXPIRED, Result.NOT_CHECKED, DATES_UNREADABLE)
    is_over = end <= now
    words = (EXPIRED if is_over else EXPIRES) % {"moment": day(end)}
    return Check(Question.NOT_EXPIRED, Result.NO if is_over else Result.YES, words)


def check_issuer(issuer_id: str, named: str = "") -> tuple[Check, str]:
    """Answer whether this site knows an issuer, with its name as this site has it; else the name in the badge."""
    own = Issuer.objects.filter(identifier=issuer_id).first()
    if own is not None:
        reason = _("It is %(name)s, which issues badges on this site.") % {"name": own.name}
        return Check(Question.ISSUER, Result.YES, reason), own.name
    trusted = TrustedIssuer.objects.filter(identifier=issuer_id).first() if issuer_id else None
    if trusted is not None:
        reason = _("It is %(name)s. This site’s operator trusts this issuer.") % {"name": trusted.name}
        return Check(Question.ISSUER, Result.YES, reason), trusted.name
    return Check(Question.ISSUER, Result.NO, UNKNOWN_ISSUER), named


def issuer_name(document: dict[str, Any]) -> str:
    """The name of the issuer as a badge has it; "" for none."""
    issuer = document.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else ""
    return name[:200] if isinstance(name, str) else ""
