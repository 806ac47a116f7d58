"""What a page is called, for a room that keeps only the address of another room's page and may not know that room."""

from __future__ import annotations

from collections.abc import Callable

TitleFinder = Callable[[str], str | None]
_finders: list[TitleFinder] = []


def register_finder(finder: TitleFinder) -> None:
    """Let a room name its own pages by their path. Called in the room's AppConfig.ready."""
    if finder not in _finders:
        _finders.append(finder)


def find_title(path: str) -> str | None:
    """What the page at this path is called; None when no room has it to show."""
    return next((title for finder in _finders if (title := finder(path))), None)
