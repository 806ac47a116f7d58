"""Secrets of signing in as they are stored: keyed digests, and text that is encrypted. The key is not in the database.

Both keys are derived from SECRET_KEY. A plain digest would not do: six digits are guessed from it in a second.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

SESSION_KEYS = "people.session-keys"
CODES = "people.sign-in-codes"
MARK = "hmac:"
# What fits the column of Django's own sessions: 160 bits of the digest.
DIGEST_LENGTH = 40


class CannotDecrypt(Exception):
    """It was not encrypted with the secret key of this site, or it was changed."""


def session_key_digest(session_key: str) -> str:
    """Return the key under which a session is stored. It opens nothing when it is sent as a cookie."""
    return salted_hmac(SESSION_KEYS, session_key, algorithm="sha256").hexdigest()[:DIGEST_LENGTH]


def code_digest(code: str, salt: str = "") -> str:
    """Return the digest of a sign-in code. Each has its own salt: equal codes do not look alike."""
    salt = salt or get_random_string(16)
    digest = salted_hmac(CODES + salt, "".join(filter(str.isalnum, code)), algorithm="sha256").hexdigest()
    return f"{MARK}{salt}:{digest}"


def is_code_digest(text: str) -> bool:
    return text.startswith(MARK)


def is_code_of(digest: str, typed: str) -> bool:
    """Whether this digest is that of the code that was typed. Takes as long whatever was typed."""
    if not is_code_digest(digest):
        return False
    salt = digest.removeprefix(MARK).partition(":")[0]
    return constant_time_compare(digest, code_digest(typed, salt))


def encrypt(text: str, purpose: str) -> str:
    """Return the text encrypted and sealed against changes. purpose: for another purpose it cannot be decrypted."""
    return _cipher(settings.SECRET_KEY, purpose).encrypt(text.encode()).decode()


def decrypt(text: str, purpose: str) -> str:
    """Return what was encrypted for this purpose. Raises CannotDecrypt."""
    try:
        return _cipher(settings.SECRET_KEY, purpose).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise CannotDecrypt from error


@lru_cache(maxsize=16)
def _cipher(secret_key: str, purpose: str) -> Fernet:
    key = salted_hmac("people.encryption", purpose, secret=secret_key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
