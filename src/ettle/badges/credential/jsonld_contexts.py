"""JSON-LD contexts of signed documents, read from an installed package, checked by hash, never fetched.

openbadgeslib carries them as data files; its code is not imported. A context that is not here is refused, because a
signature over words we do not know would mean nothing.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

_FILES = {
    CREDENTIALS: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES: (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "ob-v3p0-context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "ob-v3p0-context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
    ),
    EXTENSIONS: (
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
}
KNOWN = frozenset(_FILES)


class UnknownContext(Exception):
    """A document uses a context that is not pinned, or a pinned context has changed."""


@cache
def load_context(url: str) -> dict[str, Any]:
    """Return the pinned document of one context address."""
    if url not in _FILES:
        raise UnknownContext(f"The context {url[:200]} is not known here")
    name, sha256 = _FILES[url]
    try:
        place = distribution("openbadgeslib").locate_file(f"openbadgeslib/ob3/contexts/{name}")
        content = Path(str(place)).read_bytes()
    except (PackageNotFoundError, FileNotFoundError):
        raise UnknownContext(f"The installed openbadgeslib has no {name}") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UnknownContext(f"{name} is not the file that was pinned")
    document: dict[str, Any] = json.loads(content)
    return document


def document_loader(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """Serve pinned contexts to pyld, and nothing else."""
    return {"contextUrl": None, "documentUrl": url, "contentType": "application/ld+json", "document": load_context(url)}


def inline_contexts(names: list[Any]) -> list[Any]:
    """Return the contexts themselves for their addresses, for a parser that must never fetch anything."""
    for name in names:
        if not isinstance(name, str):
            raise UnknownContext("A context must be named by its address")
    return [load_context(name)["@context"] for name in names]
