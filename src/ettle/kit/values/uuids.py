"""Identifiers as somebody wrote them in an address or a form."""

from __future__ import annotations

import uuid


def parse_uuid(text: str | None) -> uuid.UUID | None:
    """The identifier, or None for what is none."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
