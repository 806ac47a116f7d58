"""Check a badge of Open Badges 2.0 (or 1.1): hosted at its issuer's site, or signed as a token with a key from there.

A hosted badge has no signature: it is real when the address that it names gives the same badge and lies under its
issuer's own. So nothing is known of it unless the operator allows fetching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.translation import gettext_lazy as _

from ettle.badges.verify import credential_checks, signatures
from ettle.badges.verify.documents.badge_parser import SubmittedBadge
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.reasons import fetch_reason, key_safety, signature_checks
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations.guarded_client import NotFetched, Refusal

MAX_KEY_BITS = 8_192
SAME = _("The address that the badge names gives the same badge.")
DIFFERENT = _("The address that the badge names gives another badge.")
OTHER_SITE = _("The address that the badge names is not on its issuer’s site.")
NO_ADDRESS = _("The badge does not name an address where it could be compared.")
NO_ISSUER = _("Who issued it could not be looked up.")
GONE = _("The issuer’s site says that it was withdrawn.")
NOT_GONE = _("The issuer’s site still has it and does not say that it was withdrawn.")
NOT_ON_LIST = _("The issuer’s list of withdrawn badges does not have it.")
NO_REVOCATION_LIST = _("The issuer names no list of withdrawn badges.")
NO_SUSPENSION = _("Badges of this version cannot be suspended.")
INCOMPLETE = _("It does not have what its standard asks for.")
KEY_NOT_LISTED = _("The issuer does not name this key as its own.")
TOKEN_COVERS = _("A token is signed letter by letter.")


@dataclass(frozen=True)
class CheckedBadge:
    """The checks of a badge, and the name of its issuer, as its site gives it."""

    checks: tuple[Check, ...]
    issuer_name: str = ""


@dataclass(frozen=True)
class _Issuer:
    """profile: the issuer's document; empty with the reason when it could not be looked up."""

    profile: dict[str, Any]
    reason: Any = NO_ISSUER

    @property
    def identifier(self) -> str:
        return str(self.profile.get("id", self.profile.get("url", "")))


def check_badge(submitted: SubmittedBadge, lookups: Lookups) -> CheckedBadge:
    """Return the checks of a badge. Everything that would have to be fetched and is not is not checked."""
    document = submitted.document
    issuer = _find_issuer(document, lookups)
    known, name = credential_checks.check_issuer(issuer.identifier, str(issuer.profile.get("name", ""))[:200])
    dates = credential_checks.check_dates(document.get("issuedOn"), document.get("expires"), lookups.now)
    body = _check_token(submitted, issuer, lookups) if submitted.token else _check_hosted(document, issuer, lookups)
    suspension = Check(Question.SUSPENSION, Result.YES, NO_SUSPENSION)
    return CheckedBadge((*body, known, _check_form(document), suspension, *dates), name)


def _check_form(document: dict[str, Any]) -> Check:
    is_complete = all(document.get(name) for name in ("id", "recipient", "badge", "issuedOn"))
    is_complete = is_complete and isinstance(document.get("verification", document.get("verify")), dict)
    if is_complete:
        return Check(Question.FORM, Result.YES, credential_checks.FORM_RIGHT)
    return Check(Question.FORM, Result.NO, INCOMPLETE)


def _find_issuer(document: dict[str, Any], lookups: Lookups) -> _Issuer:
    """The issuer's profile, which the badge's class names; each is an address or stands inside."""
    try:
        badge = document.get("badge")
        badge_class = lookups.fetch_json(badge) if isinstance(badge, str) else badge
        named = badge_class.get("issuer") if isinstance(badge_class, dict) else None
        identifier = named.get("id", "") if isinstance(named, dict) else named
        if not isinstance(identifier, str) or not identifier:
            return _Issuer({})
        profile = lookups.fetch_json(identifier)  # never the one inside: a badge cannot speak for its issuer
    except NotFetched as fault:
        return _Issuer({}, fetch_reason(fault))
    is_itself = profile.get("id", profile.get("url")) in {identifier, profile.get("url")}
    return _Issuer(profile) if is_itself else _Issuer({})


def _check_hosted(document: dict[str, Any], issuer: _Issuer, lookups: Lookups) -> tuple[Check, ...]:
    address = document.get("id")
    unknown = Check(Question.STATUS, Result.NOT_CHECKED, NO_ISSUER)
    if not isinstance(address, str) or not address.startswith("https://"):
        return Check(Question.HOSTED, Result.NOT_CHECKED, NO_ADDRESS), unknown
    try:
        hosted = lookups.fetch_json(address)
    except NotFetched as fault:
        if fault.refusal is Refusal.GONE:
            return _hosted_answer(True, issuer, address), Check(Question.STATUS, Result.NO, GONE)
        reason = fetch_reason(fault)
        return (
            Check(Question.HOSTED, Result.NOT_CHECKED, reason),
            Check(Question.STATUS, Result.NOT_CHECKED, reason),
        )
    is_revoked = hosted.get("revoked") is True
    status = Check(Question.STATUS, Result.NO if is_revoked else Result.YES, GONE if is_revoked else NOT_GONE)
    return _hosted_answer(is_revoked or hosted == document, issuer, address), status


def _hosted_answer(is_same: bool, issuer: _Issuer, address: str) -> Check:
    if not is_same:
        return Check(Question.HOSTED, Result.NO, DIFFERENT)
    if not issuer.profile:
        return Check(Question.HOSTED, Result.NOT_CHECKED, issuer.reason)
    if not _is_under(address, issuer):
        return Check(Question.HOSTED, Result.NO, OTHER_SITE)
    return Check(Question.HOSTED, Result.YES, SAME)


def _is_under(address: str, issuer: _Issuer) -> bool:
    """Whether an address is one where this issuer hosts badges: on its own host, or as its profile says."""
    rules = issuer.profile.get("verification")
    rules = rules if isinstance(rules, dict) else {}
    starts, origins = _as_list(rules.get("startsWith")), _as_list(rules.get("allowedOrigins"))
    if starts:
        return any(isinstance(start, str) and start.count("/") > 2 and address.startswith(start) for start in starts)
    return urlsplit(address).hostname in (origins or [urlsplit(issuer.identifier).hostname])


def _check_token(submitted: SubmittedBadge, issuer: _Issuer, lookups: Lookups) -> tuple[Check, ...]:
    document = submitted.document
    rules = document.get("verification", document.get("verify"))
    creator = str(rules.get("creator", rules.get("url", ""))) if isinstance(rules, dict) else ""
    try:
        key = lookups.fetch_json(creator)
    except NotFetched as fault:
        reason = fetch_reason(fault)
        questions = (Question.SIGNATURE, Question.COVERAGE, Question.KEY, Question.STATUS)
        return tuple(Check(question, Result.NOT_CHECKED, reason) for question in questions)
    signature, coverage = signature_checks(_find_signature(submitted, str(key.get("publicKeyPem", ""))))
    if signature.result is Result.YES:
        coverage = Check(Question.COVERAGE, Result.YES, TOKEN_COVERS)
    is_listed = creator in _as_list(issuer.profile.get("publicKey")) and key.get("owner") == issuer.identifier
    if issuer.profile:
        belongs = Check(Question.KEY, Result.YES if is_listed else Result.NO, "" if is_listed else KEY_NOT_LISTED)
    else:
        belongs = Check(Question.KEY, Result.NOT_CHECKED, issuer.reason)
    safe = key_safety(None, lookups.now)  # version 2 has no mark for keys that are not safe
    return signature, coverage, belongs, safe, _check_revocation_list(document, issuer, lookups)


def _find_signature(submitted: SubmittedBadge, pem: str) -> ProofFinding:
    try:
        public = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return ProofFinding(Finding.UNUSABLE_KEY)
    if not isinstance(public, (RSAPublicKey, EllipticCurvePublicKey)) or public.key_size > MAX_KEY_BITS:
        return ProofFinding(Finding.UNUSABLE_KEY)
    return signatures.find_token_signature(submitted, public)


def _check_revocation_list(document: dict[str, Any], issuer: _Issuer, lookups: Lookups) -> Check:
    address = issuer.profile.get("revocationList")
    if not isinstance(address, str):
        return Check(Question.STATUS, Result.NOT_CHECKED, NO_REVOCATION_LIST if issuer.profile else issuer.reason)
    try:
        listed = _as_list(lookups.fetch_json(address).get("revokedAssertions"))
    except NotFetched as fault:
        return Check(Question.STATUS, Result.NOT_CHECKED, fetch_reason(fault))
    ids = {str(row.get("id", row.get("uid"))) if isinstance(row, dict) else str(row) for row in listed}
    if document.get("id") in ids:
        return Check(Question.STATUS, Result.NO, GONE)
    return Check(Question.STATUS, Result.YES, NOT_ON_LIST)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
