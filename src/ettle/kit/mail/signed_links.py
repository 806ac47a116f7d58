"""Links in emails that work without signing in: encrypted, for one purpose and a limited time.

Anyone who has such a link may use it, so its page shows no more than its purpose needs. Programs that scan emails
fetch every link: opening one must change nothing. A value may be an email address, and links stay in histories and in
the logs of others: so it is encrypted (Fernet, which also seals it and dates it), not only signed.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


def make_token(purpose: str, value: str) -> str:
    """Return an encrypted token for a value, valid for one purpose."""
    return _cipher(settings.SECRET_KEY, purpose).encrypt(value.encode()).decode().rstrip("=")


def read_token(purpose: str, token: str, *, lasts: timedelta) -> str | None:
    """Return the value of a token; None when it is for another purpose, was changed, or is too old."""
    padded = token + "=" * (-len(token) % 4)
    try:
        return _cipher(settings.SECRET_KEY, purpose).decrypt(padded.encode(), ttl=int(lasts.total_seconds())).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=16)
def _cipher(secret_key: str, purpose: str) -> Fernet:
    key = salted_hmac("kit.signed-links", purpose, secret=secret_key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
