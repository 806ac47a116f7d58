"""What one verification looks up: documents of other sites, each once, in a time that is bounded for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from ettle.badges.verify.documents import badge_parser
from ettle.kit.operations import guarded_client
from ettle.kit.operations.guarded_client import NotFetched, Refusal

SECONDS = 10.0
MAX_DOCUMENTS = 8
JSON_TYPES = (
    "application/json", "application/ld+json", "application/vc", "application/vc+ld+json", "application/did",
    "application/did+json", "application/did+ld+json", "application/vc+ld+json+jwt", "application/vc+jwt",
    "application/jwt", "application/jose", "text/plain",
)  # fmt: skip
PICTURE_TYPES = ("image/png", "image/svg+xml")


@dataclass
class Lookups:
    """The documents of one verification. now: the time that dates are compared with."""

    now: datetime
    _until: float = field(default_factory=lambda: monotonic() + SECONDS)
    _texts: dict[str, str | NotFetched] = field(default_factory=dict)

    def fetch_text(self, address: str) -> str:
        """Return the text at an address. Raises NotFetched, for the same address again without asking."""
        if address not in self._texts:
            self._texts[address] = self._fetch(address)
        found = self._texts[address]
        if isinstance(found, NotFetched):
            raise found
        return found

    def fetch_json(self, address: str) -> dict[str, Any]:
        """Return the JSON object at an address. Raises NotFetched, also for anything else than a bounded object."""
        try:
            return badge_parser.parse_strict_json(self.fetch_text(address))
        except badge_parser.InvalidBadge:
            raise NotFetched(Refusal.WRONG_TYPE) from None

    def _fetch(self, address: str) -> str | NotFetched:
        left = min(self._until - monotonic(), guarded_client.SECONDS)
        if left <= 0 or len(self._texts) >= MAX_DOCUMENTS:
            return NotFetched(Refusal.TOO_SLOW)
        try:
            found = guarded_client.fetch(address, content_types=JSON_TYPES, seconds=left)
            return found.content.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            return NotFetched(Refusal.WRONG_TYPE)
        except NotFetched as fault:
            return fault
