"""Is this badge real? One answer in words, the same for a person, a file and a text; never "valid" when something
could not be checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import gettext_noop

from ettle.badges.credential import badge_documents, bitstring, identifiers, proofs, timestamps
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Credential, Issuer, SigningKey, StatusList
from ettle.badges.status import withdrawals
from ettle.badges.verify import badge_parser, signature_check
from ettle.badges.verify.badge_parser import InvalidBadge, SubmittedBadge


class Answer(Enum):
    """The possible results of a check, each in words for the person."""

    VALID = gettext_noop("This badge is real and valid")
    REVOKED = gettext_noop("This badge was withdrawn")
    EXPIRED = gettext_noop("This badge was real, but it has expired")
    NOT_YET = gettext_noop("This badge is not valid yet")
    SIGNATURE_WRONG = gettext_noop("This badge is not real: its signature is wrong")
    ISSUER_UNKNOWN = gettext_noop("We do not know who issued this badge")
    STATUS_UNKNOWN = gettext_noop("This badge is real, but we do not know whether it was withdrawn")
    NOT_CHECKED = gettext_noop("We could not check this badge")
    NOT_A_BADGE = gettext_noop("This is not a badge that we can read")
    NOT_SIGNED_YET = gettext_noop("We are making this badge")


NOT_CHECKED_REASONS = {
    signature_check.UNKNOWN: _lazy("It took too long to read."),
    signature_check.BUSY: _lazy("Many badges are being checked at this moment. Wait a minute and check it again."),
}


@dataclass(frozen=True)
class Check:
    """One thing that was checked. passed: None when it could not be."""

    words: str
    passed: bool | None


@dataclass(frozen=True)
class Verdict:
    """The answer, why, what was checked, and the award when it is one of ours."""

    answer: Answer
    at: datetime
    why: str = ""
    checks: tuple[Check, ...] = ()
    award: Award | None = None
    document: dict[str, Any] | None = None

    @property
    def is_valid(self) -> bool:
        return self.answer is Answer.VALID


def verify_award(award: Award, *, now: datetime) -> Verdict:
    """Check one of our own badges: the bytes that were signed, the key, the log of dates and the signed status list."""
    if not award.is_signed:
        if award.is_revoked:
            return Verdict(Answer.REVOKED, now, award=award)
        return Verdict(Answer.NOT_SIGNED_YET, now, _("It will be ready in a moment. Reload this page."), award=award)
    credential = award.credential
    content = bytes(credential.document)
    document: dict[str, Any] = json.loads(content)
    is_unchanged = hashlib.sha256(content).hexdigest() == credential.sha256
    is_signed = is_unchanged and _is_own_proof_valid(content, credential.key.public_multibase)
    checks = (
        Check(_("The signature matches the whole badge"), is_signed),
        Check(_key_description(credential.key), True),
    )
    verdict = Verdict(Answer.SIGNATURE_WRONG, now, checks=checks, award=award, document=document)
    if not is_signed:
        return verdict
    return _add_dates(_add_status(verdict, _is_withdrawn(credential)))


def verify_content(content: bytes, *, now: datetime) -> Verdict:
    """Check a submitted file or text."""
    try:
        submitted = badge_parser.parse_badge(content)
    except InvalidBadge as error:
        return Verdict(Answer.NOT_A_BADGE, now, str(error))
    issuer = Issuer.objects.filter(identifier=_issuer_id(submitted.document)).first()
    if issuer is None:
        return _verify_external_badge(submitted, now)
    signature = _check_token(submitted, issuer) if submitted.token else _check_proof(submitted.document, issuer)
    verdict = Verdict(Answer.SIGNATURE_WRONG, now, document=submitted.document)
    verdict = replace(verdict, checks=(_signature_to_check(signature), Check(_("The key belongs to the issuer"), True)))
    if signature in NOT_CHECKED_REASONS:
        return replace(verdict, answer=Answer.NOT_CHECKED, why=str(NOT_CHECKED_REASONS[signature]))
    if signature == signature_check.WRONG:
        return verdict
    verdict = replace(verdict, award=_find_award(submitted.document, issuer))
    return _add_dates(_add_status(verdict, _is_listed_as_withdrawn(submitted.document, issuer)))


@lru_cache(maxsize=4096)
def _is_own_proof_valid(content: bytes, public_multibase: str) -> bool:
    """Cached by the bytes and the key, which cannot give another answer later."""
    public = key_pairs.decode_public_key(public_multibase)
    return isinstance(public, Ed25519PublicKey) and proofs.is_signed_by(json.loads(content), public)


def _key_description(key: SigningKey) -> str:
    return _("The key belongs to %(name)s") % {"name": key.issuer.name}


def _is_withdrawn(credential: Credential) -> bool | None:
    if credential.award.is_revoked:
        return True
    return _read_status_bit(credential.status_list, credential.status_index)


def _is_listed_as_withdrawn(document: dict[str, Any], issuer: Issuer) -> bool | None:
    """Whether the issuer's own list marks this badge as withdrawn; None when it names no such list."""
    status = document.get("credentialStatus")
    if not isinstance(status, dict) or status.get("statusPurpose") != "revocation":
        return None
    named = {identifiers.status_list_url(row): row for row in issuer.status_lists.select_related("issuer")}
    row, index = named.get(str(status.get("statusListCredential"))), str(status.get("statusListIndex"))
    return _read_status_bit(row, int(index)) if row is not None and index.isdecimal() and len(index) < 12 else None


def _read_status_bit(row: StatusList, index: int) -> bool | None:
    """Read one bit, only from a list whose signature by the same issuer fits, and that no restore has put back."""
    if not withdrawals.is_list_available():
        return None
    content = bytes(row.document)
    signed = json.loads(content)
    for key in _trusted_keys(row.issuer, SigningKey.Kind.ED25519):
        if signed["proof"]["verificationMethod"] == f"{row.issuer.identifier}#{key.uuid}":
            if not _is_own_proof_valid(content, key.public_multibase):
                return None
            return bitstring.is_bit_set(signed["credentialSubject"]["encodedList"], index)
    return None


def _add_status(verdict: Verdict, withdrawn: bool | None) -> Verdict:
    passed = None if withdrawn is None else not withdrawn
    answers = {None: Answer.STATUS_UNKNOWN, True: Answer.REVOKED, False: Answer.VALID}
    return replace(
        verdict, answer=answers[withdrawn], checks=(*verdict.checks, Check(_("It was not withdrawn"), passed))
    )


def _add_dates(verdict: Verdict) -> Verdict:
    """Withdrawn stays withdrawn; otherwise the dates decide before an unknown status does."""
    if verdict.answer is Answer.REVOKED or verdict.document is None:
        return verdict
    try:
        begins = timestamps.parse_timestamp(verdict.document.get("validFrom"))
        ends = timestamps.parse_timestamp(verdict.document["validUntil"]) if "validUntil" in verdict.document else None
    except ValueError:
        return replace(verdict, answer=Answer.NOT_CHECKED, why=_("Its dates cannot be read."))
    if verdict.at < begins:
        return replace(verdict, answer=Answer.NOT_YET, checks=(*verdict.checks, Check(_("It is valid already"), False)))
    if ends is not None and verdict.at >= ends:
        return replace(verdict, answer=Answer.EXPIRED, checks=(*verdict.checks, Check(_("It is still valid"), False)))
    return replace(verdict, checks=(*verdict.checks, Check(_("Its date is right"), True)))


def _issuer_id(document: dict[str, Any]) -> str:
    issuer = document["issuer"]
    return str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer)


def _trusted_keys(issuer: Issuer, kind: SigningKey.Kind) -> list[SigningKey]:
    """Every key of an issuer that may be believed: current and retired ones, not compromised ones."""
    return list(SigningKey.objects.filter(issuer=issuer, kind=kind, compromised_at=None))


def _check_proof(document: dict[str, Any], issuer: Issuer) -> str:
    method, fits = _proof_method(document)
    for key in _trusted_keys(issuer, SigningKey.Kind.ED25519):
        if fits and method == f"{issuer.identifier}#{key.uuid}":
            return signature_check.check_in_subprocess(document, key.public_multibase)
    return signature_check.WRONG


def _proof_method(document: dict[str, Any]) -> tuple[str, bool]:
    """The key that a proof names, and whether the proof is of the kind that badges have."""
    proof = document.get("proof")
    if not isinstance(proof, dict):
        return "", False
    fits = (
        proof.get("type") == "DataIntegrityProof"
        and proof.get("cryptosuite") == proofs.CRYPTOSUITE
        and proof.get("proofPurpose") == "assertionMethod"
        and isinstance(proof.get("proofValue"), str)
    )
    return str(proof.get("verificationMethod", "")), fits


def _check_token(submitted: SubmittedBadge, issuer: Issuer) -> str:
    for key in _trusted_keys(issuer, SigningKey.Kind.P256):
        if submitted.token_key == f"{issuer.identifier}#{key.uuid}":
            public = key_pairs.decode_public_key(key.public_multibase)
            if isinstance(public, EllipticCurvePublicKey) and proofs.read_token(submitted.token, public) is not None:
                return signature_check.RIGHT
    return signature_check.WRONG


def _signature_to_check(signature: str) -> Check:
    passed = {signature_check.RIGHT: True, signature_check.WRONG: False}.get(signature)
    return Check(_("The signature matches the whole badge"), passed)


def _find_award(document: dict[str, Any], issuer: Issuer) -> Award | None:
    """Our own award behind a badge whose signature fits."""
    name = str(document.get("id", "")).rsplit("/", 1)[-1]
    awards = list(Award.objects.with_related().filter(issuer=issuer, uuid__in=_parse_uuids(name)))
    return awards[0] if awards and badge_documents.is_credential_of(document, awards[0]) else None


def _parse_uuids(name: str) -> list[str]:
    return [name] if len(name) == 36 and all(letter in "0123456789abcdef-" for letter in name) else []


def _verify_external_badge(submitted: SubmittedBadge, now: datetime) -> Verdict:
    """A badge of an issuer this site does not know. A did:key contains its key and is tried; others are not fetched."""
    issuer = _issuer_id(submitted.document)
    method, fits = _proof_method(submitted.document)
    verdict = Verdict(Answer.NOT_CHECKED, now, document=submitted.document)
    if submitted.token or not fits or not issuer.startswith("did:key:z6Mk") or method.split("#")[0] != issuer:
        why = _(
            "Its issuer is not on this site, and we do not fetch keys from elsewhere. Check it where it was issued."
        )
        return replace(verdict, why=why, checks=(Check(_("The signature matches the whole badge"), None),))
    signature = signature_check.check_in_subprocess(submitted.document, issuer.removeprefix("did:key:"))
    checks = (_signature_to_check(signature), Check(_("The key belongs to a known issuer"), None))
    if signature == signature_check.RIGHT:
        why = _("The signature matches, but anyone could have made it: we do not know whose key it is.")
        return replace(verdict, answer=Answer.ISSUER_UNKNOWN, why=why, checks=checks)
    answer = Answer.SIGNATURE_WRONG if signature == signature_check.WRONG else Answer.NOT_CHECKED
    return replace(verdict, answer=answer, why=str(NOT_CHECKED_REASONS.get(signature, "")), checks=checks)
