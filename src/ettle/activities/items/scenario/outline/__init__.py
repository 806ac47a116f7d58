"""A story as plain text with headings and arrows, which a practitioner can write in an email. Pure functions.

docs/how-to/write-a-story.md is the format's description, with an example.
"""

from __future__ import annotations

from ettle.activities.items.scenario.outline.outline_reader import (
    MAX_BYTES,
    OutlineReading,
    OutlineTooLong,
    UnreadLine,
    read_outline,
    read_variants,
)
from ettle.activities.items.scenario.outline.outline_variants import write_variants
from ettle.activities.items.scenario.outline.outline_writer import write_outline, write_place

__all__ = [
    "MAX_BYTES",
    "OutlineReading",
    "OutlineTooLong",
    "UnreadLine",
    "read_outline",
    "read_variants",
    "write_outline",
    "write_place",
    "write_variants",
]
