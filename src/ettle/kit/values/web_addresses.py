"""Web addresses as people and programs send them."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

UNREADABLE = SplitResult("", "", "", "", "")


def split_address(text: str) -> SplitResult:
    """Split an address that came with a request. One that cannot be read, such as "http://[::1", has no parts."""
    try:
        return urlsplit(text)
    except ValueError:
        return UNREADABLE
