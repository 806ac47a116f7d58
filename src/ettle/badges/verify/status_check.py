"""Whether an issuer has withdrawn or suspended a badge: one bit of a list that the same issuer signed.

A list that cannot be had, or whose signature does not fit, means that the status is not known, never that all is well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.credential import bitstring, timestamps
from ettle.badges.models import Issuer, StatusList
from ettle.badges.status import withdrawals
from ettle.badges.verify import own_documents, signatures
from ettle.badges.verify.documents import badge_parser
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.lookups import Lookups
from ettle.badges.verify.reasons import fetch_reason
from ettle.badges.verify.verdicts import Check, Question, Result
from ettle.kit.operations.guarded_client import NotFetched

MAX_ENTRIES = 4
ENTRY_TYPE, LIST_TYPE = "BitstringStatusListEntry", "BitstringStatusListCredential"
PURPOSES = {"revocation": Question.STATUS, "suspension": Question.SUSPENSION}
NO_LIST = {
    Question.STATUS: _lazy("The badge names no list of withdrawn badges."),
    Question.SUSPENSION: _lazy("The badge names no list of suspended badges, so it cannot be suspended."),
}
BIT_CLEAR = {
    Question.STATUS: _lazy("The issuer’s signed list does not mark it as withdrawn."),
    Question.SUSPENSION: _lazy("The issuer’s signed list does not mark it as suspended."),
}
BIT_SET = {
    Question.STATUS: _lazy("The issuer’s signed list marks it as withdrawn."),
    Question.SUSPENSION: _lazy("The issuer’s signed list marks it as suspended."),
}
LIST_UNREADABLE = _lazy("The issuer’s list cannot be read.")
LIST_UNSIGNED = _lazy("The issuer’s list is not signed by the issuer, or its signature could not be checked.")
LIST_OUT_OF_DATE = _lazy("The issuer’s list is out of date.")
OWN_LIST_MISSING = _lazy("The site was restored from a backup and does not know what was withdrawn since.")
UNKNOWN_LIST = _lazy("The badge names a list that its issuer does not have.")


class StatusUnknown(Exception):
    """The bit cannot be read. reason: why, in words."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class _Entry:
    """Where a bit is. purpose: what the bit means when it is set."""

    address: str
    index: int
    purpose: str


def check_status(document: dict[str, Any], lookups: Lookups) -> tuple[Check, Check]:
    """Answer whether a badge was withdrawn and whether it is suspended."""
    return _check_purpose(document, "revocation", lookups), _check_purpose(document, "suspension", lookups)


def _check_purpose(document: dict[str, Any], purpose: str, lookups: Lookups) -> Check:
    question = PURPOSES[purpose]
    try:
        entries = _find_entries(document, purpose)
        bits = [_read_bit(entry, signatures.issuer_id(document), lookups) for entry in entries]
    except StatusUnknown as unknown:
        return Check(question, Result.NOT_CHECKED, unknown.reason)
    if not bits:
        # A badge without a list of suspended badges cannot be suspended. Withdrawing is known in other ways too.
        result = Result.YES if question is Question.SUSPENSION else Result.NOT_CHECKED
        return Check(question, result, NO_LIST[question])
    if any(bits):
        return Check(question, Result.NO, BIT_SET[question])
    return Check(question, Result.YES, BIT_CLEAR[question])


def _find_entries(document: dict[str, Any], purpose: str) -> list[_Entry]:
    status = document.get("credentialStatus", [])
    entries = [entry for entry in (status if isinstance(status, list) else [status]) if isinstance(entry, dict)]
    if len(entries) > MAX_ENTRIES:
        raise StatusUnknown(LIST_UNREADABLE)
    other = [str(entry.get("type"))[:60] for entry in entries if entry.get("type") != ENTRY_TYPE]
    if other:
        raise StatusUnknown(_("This site cannot read a status of the kind ‘%(name)s’.") % {"name": other[0]})
    return [_read_entry(entry, purpose) for entry in entries if entry.get("statusPurpose") == purpose]


def _read_entry(entry: dict[str, Any], purpose: str) -> _Entry:
    address, index = entry.get("statusListCredential"), str(entry.get("statusListIndex"))
    if not isinstance(address, str) or not (index.isascii() and index.isdecimal()) or len(index) > 12:
        raise StatusUnknown(LIST_UNREADABLE)
    return _Entry(address, int(index), purpose)


def _read_bit(entry: _Entry, issuer_id: str, lookups: Lookups) -> bool:
    """Whether a bit is set, from a list whose signature by the same issuer fits. Raises StatusUnknown."""
    document = _load_list(entry.address, issuer_id, lookups)
    subject = document.get("credentialSubject")
    if LIST_TYPE not in badge_parser.type_names(document) or not isinstance(subject, dict):
        raise StatusUnknown(LIST_UNREADABLE)
    purposes = subject.get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise StatusUnknown(LIST_UNREADABLE)
    try:
        return bitstring.is_bit_set(subject.get("encodedList"), entry.index)
    except ValueError:
        raise StatusUnknown(LIST_UNREADABLE) from None


def _load_list(address: str, issuer_id: str, lookups: Lookups) -> dict[str, Any]:
    """Return a list that the issuer signed. Raises StatusUnknown."""
    issuer = Issuer.objects.filter(identifier=issuer_id).first()
    if issuer is not None:
        content = _load_own_list(address, issuer)
        if not own_documents.is_own_list_sound(content, issuer):
            raise StatusUnknown(LIST_UNSIGNED)
        own: dict[str, Any] = json.loads(content)
        return own
    try:
        submitted = badge_parser.parse_signed_text(lookups.fetch_text(address))
    except NotFetched as fault:
        raise StatusUnknown(fetch_reason(fault)) from None
    except InvalidBadge:
        raise StatusUnknown(LIST_UNREADABLE) from None
    is_same = signatures.issuer_id(submitted.document) == issuer_id
    if not is_same or not signatures.check_signature(submitted, lookups).is_sound:
        raise StatusUnknown(LIST_UNSIGNED)
    if not _is_current(submitted.document, lookups):
        raise StatusUnknown(LIST_OUT_OF_DATE)
    return submitted.document


def _load_own_list(address: str, issuer: Issuer) -> bytes:
    if not withdrawals.is_list_available():
        raise StatusUnknown(OWN_LIST_MISSING)
    row = StatusList.objects.filter(issuer=issuer, identifier=address).first()
    if row is None:
        raise StatusUnknown(UNKNOWN_LIST)
    return bytes(row.document)


def _is_current(document: dict[str, Any], lookups: Lookups) -> bool:
    try:
        begins = timestamps.parse_timestamp(document.get("validFrom"))
        ends = timestamps.parse_timestamp(document["validUntil"]) if "validUntil" in document else None
    except ValueError:
        return False
    return begins <= lookups.now and (ends is None or lookups.now < ends)
