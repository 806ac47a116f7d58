"""Read a submitted badge: a JSON text, a token or a picture. Its size and depth are limited."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from ettle.badges.credential import baked_image
from ettle.kit.input.json_text import check_strings

MAX_TEXT_LENGTH = 500_000
MAX_DEPTH = 20


class InvalidBadge(Exception):
    """The submitted content is not a badge that we can read. The message is for the person who submitted it."""


@dataclass(frozen=True)
class SubmittedBadge:
    """A submitted badge. token: if it came as a token; token_key: the id of the key that the token names."""

    document: dict[str, Any]
    token: str = ""
    token_key: str = ""


def parse_badge(content: bytes) -> SubmittedBadge:
    """Return the credential in a file or text. Raises InvalidBadge in words."""
    if content.startswith(baked_image.SIGNATURE):
        return _parse_text(_extract_from_picture(content))
    if len(content) > MAX_TEXT_LENGTH:
        raise InvalidBadge(_("This file is larger than a badge can be."))
    try:
        return _parse_text(content.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        raise InvalidBadge(_("This file is not a badge: choose a PNG picture, a JSON file or a token.")) from None


def parse_strict_json(text: str) -> dict[str, Any]:
    """Return a JSON object. Refused: repeated names, infinite numbers, deep nesting, text that no page can show."""
    try:
        value = json.loads(text, object_pairs_hook=_unique_pairs, parse_constant=_refuse_constant)
        check_strings(value)
    except (ValueError, RecursionError):
        raise InvalidBadge(_("This is not a badge: its text cannot be read as JSON.")) from None
    if not isinstance(value, dict) or _nesting_depth(value) > MAX_DEPTH:
        raise InvalidBadge(_("This is not a badge."))
    return value


def _extract_from_picture(content: bytes) -> str:
    try:
        text = baked_image.extract_credential(content)
    except baked_image.InvalidPng as error:
        raise InvalidBadge(f"{error}.") from None
    if text is None:
        raise InvalidBadge(_("This picture has no badge inside. Ask for the file as it was downloaded."))
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidBadge(_("This file is larger than a badge can be."))
    return text.strip()


def _parse_text(text: str) -> SubmittedBadge:
    if text.startswith("{"):
        return SubmittedBadge(_validate_badge(parse_strict_json(text)))
    if text.count(".") == 2 and len(text.split()) == 1:
        return _parse_token(text)
    raise InvalidBadge(_("This is not a badge: paste the whole text of a badge, or its address on this site."))


def _parse_token(text: str) -> SubmittedBadge:
    head, claims, _ = text.split(".")
    header = parse_strict_json(_decode_token_part(head))
    document = _validate_badge(
        {
            name: value
            for name, value in parse_strict_json(_decode_token_part(claims)).items()
            if name not in _REGISTERED_CLAIMS
        }
    )
    return SubmittedBadge(document, token=text, token_key=str(header.get("kid", "")))


_REGISTERED_CLAIMS = {"iss", "sub", "jti", "nbf", "iat", "exp"}


def _decode_token_part(part: str) -> str:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise InvalidBadge(_("This is not a badge: the token cannot be read.")) from None


def _validate_badge(document: dict[str, Any]) -> dict[str, Any]:
    types = document.get("type")
    if not isinstance(types, list) or not {"OpenBadgeCredential", "AchievementCredential"}.intersection(
        _string_values(types)
    ):
        raise InvalidBadge(_("This is not an Open Badge of version 3."))
    if not isinstance(document.get("issuer"), (str, dict)) or not isinstance(document.get("credentialSubject"), dict):
        raise InvalidBadge(_("This badge is not complete: it does not say who issued it or what it is for."))
    return document


def _string_values(values: list[Any]) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) != len(pairs):
        raise ValueError("A name is there twice")
    return unique


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _nesting_depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        deepest = max(deepest, depth)
        parts = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
        waiting.extend((part, depth + 1) for part in parts)
    return deepest
