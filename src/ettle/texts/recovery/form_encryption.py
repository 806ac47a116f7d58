"""The encryption of a form that is held: the server has one half of the key, the browser that sent it the other."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from ettle.people.models import User

LARGEST = 64 * 1024  # bytes of JSON
NONCE_BYTES = 12
PURPOSE = "ettle.texts.form-copy"


class FormTooLong(Exception):
    """The form is larger than what is held."""


@dataclass(frozen=True)
class SentForm:
    """A form as it was posted. page: the address it was on. action: where it was sent to. fields: name -> values."""

    page: str
    action: str
    fields: dict[str, list[str]]


def encrypt_form(form: SentForm, person: User, number: uuid.UUID, secret: str) -> bytes:
    """Raises FormTooLong above 64 KB."""
    content = json.dumps(asdict(form)).encode()
    if len(content) > LARGEST:
        raise FormTooLong
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(person, secret).encrypt(nonce, content, number.bytes)


def decrypt_form(sealed: bytes, person: User, number: uuid.UUID, secret: str) -> SentForm | None:
    """Return the form; None for another person, another browser, or when the site's key has changed."""
    try:
        content = _cipher(person, secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], number.bytes)
    except InvalidTag:
        return None
    return SentForm(**json.loads(content))


def _cipher(person: User, secret: str) -> AESGCM:
    return AESGCM(salted_hmac(PURPOSE, f"{person.uuid}/{secret}", algorithm="sha256").digest())
