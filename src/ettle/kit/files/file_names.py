"""Names of uploaded files, as they are stored and shown."""

from __future__ import annotations

ELLIPSIS = "…"
END = 20  # characters of the end that stay: the last words, and the ending that says what kind of file it is


def shorten_file_name(name: str, most: int) -> str:
    """Return a name of so many characters at most. One that is longer shows with ‘…’ that its middle is left out."""
    if len(name) <= most:
        return name
    return f"{name[: most - END - len(ELLIPSIS)]}{ELLIPSIS}{name[-END:]}"
