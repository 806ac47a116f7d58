"""Read a submitted badge: a JSON text, a token or a picture, of any issuer. Its size and depth are limited."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from ettle.badges.verify.documents import picture_reader
from ettle.badges.verify.documents.document_limits import is_within_limits
from ettle.kit.input.json_text import check_strings

MAX_TEXT_LENGTH = 500_000
BADGE_TYPES = {"OpenBadgeCredential", "AchievementCredential"}
REGISTERED_CLAIMS = {"iss", "sub", "jti", "nbf", "iat", "exp", "aud"}


class InvalidBadge(Exception):
    """The submitted content is not a badge that we can read. The message is for the person who submitted it."""


class Standard(Enum):
    """The version of Open Badges that a badge is written in. Versions 1 and 2 are read alike."""

    OPEN_BADGES_3 = "3.0"
    OPEN_BADGES_2 = "2.0"


@dataclass(frozen=True)
class SubmittedBadge:
    """A submitted badge. token: if it came as one; claims: all that the token says, header: how it is signed."""

    document: dict[str, Any]
    standard: Standard = Standard.OPEN_BADGES_3
    token: str = ""
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)


def read_text(content: bytes) -> str:
    """Return the text in a file: of the badge in a picture, or the file itself. Raises InvalidBadge in words."""
    try:
        if picture_reader.is_picture(content):
            text = picture_reader.extract_badge(content)
        else:
            text = content[: MAX_TEXT_LENGTH + 1].decode("utf-8-sig", errors="strict").strip()
    except picture_reader.UnreadablePicture as fault:
        raise InvalidBadge(str(fault)) from None
    except UnicodeDecodeError:
        raise InvalidBadge(
            _("This file is not a badge: choose a PNG or SVG picture, a JSON file or a token.")
        ) from None
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidBadge(_("This file is larger than a badge can be."))
    return text


def parse_badge(content: bytes) -> SubmittedBadge:
    """Return the badge in a file or text. Raises InvalidBadge in words."""
    return parse_text(read_text(content))


def parse_text(text: str) -> SubmittedBadge:
    """Return the badge that a text is: JSON or a token. Raises InvalidBadge in words."""
    signed = parse_signed_text(text)
    return replace(signed, standard=_find_standard(signed.document))


def parse_strict_json(text: str) -> dict[str, Any]:
    """Return a JSON object. Refused: repeated names, infinite numbers, deep nesting, text that no page can show."""
    try:
        value = json.loads(text, object_pairs_hook=_unique_pairs, parse_constant=_refuse_constant)
        check_strings(value)
    except (ValueError, RecursionError):
        raise InvalidBadge(_("This is not a badge: its text cannot be read as JSON.")) from None
    if not isinstance(value, dict):
        raise InvalidBadge(_("This is not a badge."))
    if not is_within_limits(value):
        raise InvalidBadge(_("This has more parts than a badge can have, or they are too deep inside each other."))
    return value


def parse_signed_text(text: str) -> SubmittedBadge:
    """Return any signed document, such as a status list or an endorsement: JSON or a token. Raises InvalidBadge."""
    if text.startswith("{"):
        return SubmittedBadge(parse_strict_json(text))
    if text.count(".") == 2 and len(text.split()) == 1:
        return _parse_token(text)
    raise InvalidBadge(_("This is not a badge: paste the whole text of a badge, or its address on this site."))


def _parse_token(text: str) -> SubmittedBadge:
    head, body, _signature = text.split(".")
    header, claims = parse_strict_json(_decode_token_part(head)), parse_strict_json(_decode_token_part(body))
    document = {name: value for name, value in claims.items() if name not in REGISTERED_CLAIMS}
    if isinstance(document.get("vc"), dict):  # as tokens were written before version 2 of the data model
        document = document["vc"]
    return SubmittedBadge(document, token=text, header=header, claims=claims)


def _find_standard(document: dict[str, Any]) -> Standard:
    """Tell the standards apart. Raises InvalidBadge for anything that is not a whole badge."""
    types = type_names(document)
    if "Assertion" in types or ("recipient" in document and "badge" in document):
        return Standard.OPEN_BADGES_2
    if not BADGE_TYPES & types:
        if "EndorsementCredential" in types:
            raise InvalidBadge(_("This is an endorsement alone. Enter the badge that it belongs to."))
        raise InvalidBadge(_("This is not an Open Badge of version 3 or 2."))
    if not isinstance(document.get("issuer"), (str, dict)) or not isinstance(document.get("credentialSubject"), dict):
        raise InvalidBadge(_("This badge is not complete: it does not say who issued it or what it is for."))
    return Standard.OPEN_BADGES_3


def type_names(document: dict[str, Any]) -> set[str]:
    """The types that a document names."""
    types = document.get("type", document.get("@type", []))
    return {name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)}


def _decode_token_part(part: str) -> str:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise InvalidBadge(_("This is not a badge: the token cannot be read.")) from None


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise ValueError("A name is there twice")
    return unique


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
