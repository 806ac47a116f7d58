"""How large a badge may be before anything reads what it means: objects, types, contexts, depth.

A reader of JSON-LD pays for each object and each type. A badge has about twenty objects; one with results, alignments
and endorsements a hundred.
"""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 20
MAX_VALUES = 6_000
MAX_OBJECTS = 300
MAX_TYPES_OF_AN_OBJECT = 8
MAX_CONTEXTS = 100


def is_within_limits(value: Any) -> bool:
    """Whether a JSON value is small enough to be read as a badge. One pass, without recursion."""
    objects = values = contexts = 0
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        inner, depth = waiting.pop()
        values += 1
        if depth > MAX_DEPTH or values > MAX_VALUES:
            return False
        if isinstance(inner, dict):
            objects += 1
            contexts += _length(inner.get("@context", []))
            types = max(_length(inner.get("type", [])), _length(inner.get("@type", [])))
            if objects > MAX_OBJECTS or contexts > MAX_CONTEXTS or types > MAX_TYPES_OF_AN_OBJECT:
                return False
            waiting.extend((part, depth + 1) for part in inner.values())
        elif isinstance(inner, list):
            waiting.extend((part, depth + 1) for part in inner)
    return True


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1
