"""Private keys at rest: encrypted under a sealing key that never enters the database.

The sealing key is 32 bytes in URL-safe base64, from the setting SEALING_KEY or the file SEALING_KEY_FILE. Each sealed
text is bound to the row it belongs to, so that it cannot be moved to another row.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
VERSION = b"\x01"


class CannotUnseal(Exception):
    """The sealing key is missing, malformed, or not the one this was sealed with."""


def seal_secret(secret: bytes, *, belongs_to: str, sealing_key: bytes = b"") -> bytes:
    """Return the secret encrypted: a version byte, a random nonce, and AES-256-GCM with its tag.

    sealing_key: another than that of the site, 32 bytes.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(sealing_key or _load_sealing_key()).encrypt(nonce, secret, belongs_to.encode())


def unseal_secret(sealed: bytes, *, belongs_to: str, sealing_key: bytes = b"") -> bytes:
    """Return the secret. Raises CannotUnseal with words for the operator. sealing_key: as in `seal_secret`."""
    if sealed[:1] != VERSION:
        raise CannotUnseal("This signing key was sealed in a way that this version does not know")
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(sealing_key or _load_sealing_key()).decrypt(nonce, ciphertext, belongs_to.encode())
    except InvalidTag:
        raise CannotUnseal("The sealing key is not the one that the signing keys were sealed with") from None


def check_sealing_key() -> None:
    """Raise CannotUnseal when the sealing key is missing or malformed."""
    _load_sealing_key()


def make_sealing_key_file() -> bool:
    """Create the sealing key's file, readable by its owner only. False when there is a key already."""
    return not settings.SEALING_KEY and write_new_key(settings.SEALING_KEY_FILE)


def write_new_key(path: Path) -> bool:
    """Create a file with a new sealing key, readable by its owner only. False when there is such a file already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def read_key_file(path: Path) -> bytes:
    """Return the sealing key in a file. Raises CannotUnseal with words for the operator."""
    try:
        text = path.read_text().strip()
    except FileNotFoundError:
        raise CannotUnseal(f"There is no sealing key: {path} is missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotUnseal(f"The sealing key in {path} cannot be read") from error
    return _decode_key(text, f"The sealing key in {path}")


def _load_sealing_key() -> bytes:
    if settings.SEALING_KEY:
        return _decode_key(settings.SEALING_KEY, "ETTLE_SEALING_KEY")
    return read_key_file(settings.SEALING_KEY_FILE)


def _decode_key(text: str, place: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise CannotUnseal(f"{place} must be 32 bytes in URL-safe base64")
    return key
