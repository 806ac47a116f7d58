"""What a page is called, for a room that keeps only the address of another room's page and may not know that room."""

from __future__ import annotations

from ettle.kit.room import offered


def find_title(path: str) -> str | None:
    """What the page at this path is called; None when no room has it to show (`Room.page_title`)."""
    return next((title for page_title in offered("page_title") if (title := page_title(path))), None)
