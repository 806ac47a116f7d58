"""Titles of pages by path, for a room that stores the address of another room's page and may not import that room."""

from __future__ import annotations

from ettle.kit.room import offered


def find_title(path: str) -> str | None:
    """Return the title of the page at this path; None when no room has such a page (`Room.page_title`)."""
    return next((title for page_title in offered("page_title") if (title := page_title(path))), None)
