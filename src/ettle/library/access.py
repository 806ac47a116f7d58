"""Who may open the library's pages."""

from __future__ import annotations

from ettle.kit.access import AUTHORS, EVERYONE, SIGNED_IN

NOBODY: frozenset[str] = frozenset()  # these answer to a post only

WHO: dict[str, frozenset[str]] = {
    "front": EVERYONE,
    "areas": EVERYONE,
    "area": EVERYONE,
    "save": NOBODY,
    "unsave": NOBODY,
    "keep-place": NOBODY,
    "read": NOBODY,
    "unread": NOBODY,
    "sources": EVERYONE,
    "my-reading": SIGNED_IN,
    "my-sources": SIGNED_IN,
    "manage-retired": AUTHORS,
    "bring-back": NOBODY,
    "statements": EVERYONE,
    "statement": EVERYONE,
    "media": EVERYONE,
    "wagtail_serve": EVERYONE,
}
