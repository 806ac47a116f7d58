"""Whole numbers from an address or a form."""

from __future__ import annotations

LARGEST = 999_999_999


def parse_number(text: str, *, default: int, most: int = LARGEST) -> int:
    """Return the number, from 0 to most; the default when the text is something else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return default
    number = int(text)
    return number if number <= most else default
