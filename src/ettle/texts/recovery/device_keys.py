"""Keys with which a browser encrypts words that the server has not acknowledged yet.

A key is derived from the site's secret key, so it is stored nowhere: not on the server, and not on the device. It is
given to the pages of its account (or of its link) and to no others. Anyone else who opens the same browser finds
ciphertext.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from ettle.people.models import User

KEY, OWNER = "ettle.texts.device-key", "ettle.texts.device-owner"
ACCOUNT, LINK = "account", "link"


@dataclass(frozen=True)
class DeviceOwner:
    """Who words on a device belong to: an account, or a link that is followed without one.

    identity: the uuid of the account, or the secret of the link.
    """

    kind: str
    identity: str

    @property
    def tag(self) -> str:
        """A name for the owner that says nothing about them: in pages, and beside the ciphertext on the device."""
        return f"{self.kind}-{self._derive(OWNER).hex()[:32]}"

    def key_response(self) -> JsonResponse:
        """The key: 256 bits for AES-GCM. It must never reach a disk, so no cache may store this response."""
        key = base64.b64encode(self._derive(KEY)).decode()
        return JsonResponse({"owner": self.tag, "key": key}, headers={"Cache-Control": "no-store"})

    def _derive(self, purpose: str) -> bytes:
        return salted_hmac(purpose, f"{self.kind}:{self.identity}", algorithm="sha256").digest()


def account_owner(person: User) -> DeviceOwner:
    return DeviceOwner(ACCOUNT, str(person.uuid))


def link_owner(secret: str) -> DeviceOwner:
    """Return the owner for pages that are opened by a link. secret: what only the holder of the link knows."""
    return DeviceOwner(LINK, secret)
