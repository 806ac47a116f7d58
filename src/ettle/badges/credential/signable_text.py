"""Texts that may be signed: characters that word processors add would break signatures in other verifiers.

Control characters other than a new line are refused: with a vertical tab, one well-known library signs something else
than it shows. Characters above U+FFFF, such as emoji, are refused where texts form a list, because another library
sorts them wrongly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, gettext_noop

from ettle.kit.input.specs import Spec

CONTROL = gettext_noop("Take out the hidden control characters (paste the text as plain text)")
SURROGATE = gettext_noop("Take out the broken characters (paste the text as plain text)")
ASTRAL = gettext_noop("Use no emoji or rare symbols here: some badge readers put them in the wrong order")


def find_text_faults(text: str, *, in_list: bool = False) -> list[str]:
    """What to correct before a text can be signed. in_list: the text is one of several in an unordered list."""
    faults = []
    kinds = {unicodedata.category(letter) for letter in text if letter != "\n"}
    if "Cc" in kinds:
        faults.append(gettext(CONTROL))
    if "Cs" in kinds:
        faults.append(gettext(SURROGATE))
    if in_list and any(ord(letter) > 0xFFFF for letter in text):
        faults.append(gettext(ASTRAL))
    return faults


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
