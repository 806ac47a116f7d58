"""Texts that may be signed: what word processors paste in would break signatures in other people's verifiers.

Control characters other than a new line are refused: a vertical tab makes one well-known library sign something else
than it shows. Characters above U+FFFF, such as emoji, are refused where texts form a list: another one sorts them
wrongly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from ettle.kit.input.specs import Spec

CONTROL = "Take out the hidden control characters (paste the text as plain text)"
SURROGATE = "Take out the broken characters (paste the text as plain text)"
ASTRAL = "Use no emoji or rare symbols here: some badge readers put them in the wrong order"


def find_text_faults(text: str, *, in_list: bool = False) -> list[str]:
    """Say what must be mended before a text can be signed. in_list: the text is one of several in an unordered list."""
    found = []
    kinds = {unicodedata.category(letter) for letter in text if letter != "\n"}
    if "Cc" in kinds:
        found.append(CONTROL)
    if "Cs" in kinds:
        found.append(SURROGATE)
    if in_list and any(ord(letter) > 0xFFFF for letter in text):
        found.append(ASTRAL)
    return found


def walk_texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside data or specs, with its place ("criteria.2.hint")."""
    if isinstance(value, str):
        yield path, value
        return
    for name, inner in _child_values(value):
        yield from walk_texts(inner, f"{path}.{name}" if path else name)


def _child_values(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Spec):
        return list(value)
    if isinstance(value, dict):
        return [(str(name), inner) for name, inner in value.items()]
    if isinstance(value, (list, tuple)):
        return [(str(place), inner) for place, inner in enumerate(value)]
    return []
