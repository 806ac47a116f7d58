"""Our keys as identifiers of QTI, which begin with a letter or an underscore, and identifiers as our keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ettle.activities.items.scenario.outline.outline_terms import clean_key, make_unique

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 60
# Two sets of one interaction may not share an identifier; a thing and what it is matched with may share a key.
THING, TARGET = "thing.", "target."


def make_identifier(key: str, prefix: str = "") -> str:
    return f"{prefix}{key}" if prefix or not key[:1].isdigit() else f"_{key}"


def make_keys(identifiers: Iterable[str], prefix: str = "", taken: Iterable[str] = ()) -> dict[str, str]:
    """Return identifier -> key, each key once and none of those taken."""
    keys: dict[str, str] = {}
    for identifier in identifiers:
        used = {*keys.values(), *taken}
        keys[identifier] = make_unique(_read_key(identifier.removeprefix(prefix)), used)
    return keys


def _read_key(identifier: str) -> str:
    plain = identifier[1:] if identifier[:1] == "_" else identifier
    if KEY.fullmatch(plain) and len(plain) <= LONGEST_KEY:
        return plain
    return clean_key(plain.replace(".", "-"))[: LONGEST_KEY - 4].strip("-") or "item"
