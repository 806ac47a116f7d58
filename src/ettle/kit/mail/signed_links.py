"""Links in emails that work without signing in: signed, for one purpose and a limited time.

Anyone who has such a link may use it, so its page shows no more than its purpose needs. Programs that scan emails
fetch every link: opening one must change nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing


def make_token(purpose: str, value: str) -> str:
    """Return a signed token for a value, valid for one purpose."""
    return signing.dumps(value, salt=f"link/{purpose}")


def read_token(purpose: str, token: str, *, lasts: timedelta) -> str | None:
    """Return the value of a token; None when it is for another purpose, was changed, or is too old."""
    try:
        value = signing.loads(token, salt=f"link/{purpose}", max_age=lasts)
    except signing.BadSignature:
        return None
    return value if isinstance(value, str) else None
