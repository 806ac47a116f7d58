"""Reading a badge that somebody hands in: a JSON text, a token or a picture. Bounded before anything is believed."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from ettle.badges import baking

LARGEST_TEXT = 500_000
DEEPEST = 20


class NotABadge(Exception):
    """What was handed in is not a badge that we can read. The text is for the person who handed it in."""


@dataclass(frozen=True)
class Handed:
    """What was read. token: the token it came as, with the id of the key that it names."""

    document: dict[str, Any]
    token: str = ""
    token_key: str = ""


def read(content: bytes) -> Handed:
    """Return the credential in a file or text. Raises NotABadge in words."""
    if content.startswith(baking.SIGNATURE):
        return _text(_from_picture(content))
    if len(content) > LARGEST_TEXT:
        raise NotABadge("This file is larger than a badge can be.")
    try:
        return _text(content.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        raise NotABadge("This file is not a badge: choose a PNG picture, a JSON file or a token.") from None


def strict_json(text: str) -> dict[str, Any]:
    """Return a JSON object. Names that are there twice, endless numbers and deep nesting are refused."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise NotABadge("This is not a badge: its text cannot be read as JSON.") from None
    if not isinstance(value, dict) or _depth(value) > DEEPEST:
        raise NotABadge("This is not a badge.")
    return value


def _from_picture(content: bytes) -> str:
    try:
        text = baking.unbake(content)
    except baking.NotAPicture as fault:
        raise NotABadge(f"{fault}.") from None
    if text is None:
        raise NotABadge("This picture has no badge inside. Ask for the file as it was downloaded.")
    if len(text) > LARGEST_TEXT:
        raise NotABadge("This file is larger than a badge can be.")
    return text.strip()


def _text(text: str) -> Handed:
    if text.startswith("{"):
        return Handed(_badge(strict_json(text)))
    if text.count(".") == 2 and len(text.split()) == 1:
        return _token(text)
    raise NotABadge("This is not a badge: paste the whole text of one, or its address on this site.")


def _token(text: str) -> Handed:
    head, claims, _ = text.split(".")
    header = strict_json(_unpacked(head))
    document = _badge(
        {name: value for name, value in strict_json(_unpacked(claims)).items() if name not in _REGISTERED}
    )
    return Handed(document, token=text, token_key=str(header.get("kid", "")))


_REGISTERED = {"iss", "sub", "jti", "nbf", "iat", "exp"}


def _unpacked(part: str) -> str:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise NotABadge("This is not a badge: the token cannot be read.") from None


def _badge(document: dict[str, Any]) -> dict[str, Any]:
    types = document.get("type")
    if not isinstance(types, list) or not {"OpenBadgeCredential", "AchievementCredential"}.intersection(_texts(types)):
        raise NotABadge("This is not an Open Badge of version 3.")
    if not isinstance(document.get("issuer"), (str, dict)) or not isinstance(document.get("credentialSubject"), dict):
        raise NotABadge("This is not a whole badge: who issued it or what for is missing.")
    return document


def _texts(values: list[Any]) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name is there twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        deepest = max(deepest, depth)
        parts = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
        waiting.extend((part, depth + 1) for part in parts)
    return deepest
