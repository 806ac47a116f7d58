"""UUIDs from an address or a form."""

from __future__ import annotations

import uuid


def parse_uuid(text: str | None) -> uuid.UUID | None:
    """Return the UUID, or None when the text is not one."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
