"""Links in mail that work without signing in: signed, for one purpose, and only for a time.

Whoever holds such a link may do what it is for, so a page behind one shows no more than that needs. Programs that scan
mail fetch every link: opening one must change nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing


def make_token(purpose: str, value: str) -> str:
    """Return a token that says value and nothing else can be read as."""
    return signing.dumps(value, salt=f"link/{purpose}")


def read_token(purpose: str, token: str, *, lasts: timedelta) -> str | None:
    """Return what a token says; None when it was made for something else, was changed, or is too old."""
    try:
        value = signing.loads(token, salt=f"link/{purpose}", max_age=lasts)
    except signing.BadSignature:
        return None
    return value if isinstance(value, str) else None
