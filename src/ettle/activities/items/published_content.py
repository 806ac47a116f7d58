"""A published activity read back from its stored form into the spec it was written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ettle.activities.items.spec_fields import HasKey
from ettle.kit.input.spec_texts import show_texts
from ettle.kit.input.specs import Spec

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion

MAX_CACHED = 200  # published activities that one process caches
Part = TypeVar("Part", bound=Spec)
Keyed = TypeVar("Keyed", bound=HasKey)

_cache: dict[UUID, Any] = {}


def published_part(spec: type[Part], version: ActivityVersion) -> Part:
    """The part of a published version, read once in a process: what is published never changes."""
    found: Part | None = _cache.get(version.uuid)
    if found is None:
        if len(_cache) >= MAX_CACHED:
            _cache.clear()
        found = _cache[version.uuid] = show_texts(spec.from_stored(version.content))
    return found


def shuffle_items(things: Iterable[Keyed], seed: int) -> list[Keyed]:
    """Cards or options in the order of one attempt: the same for one seed, on every machine and version, for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}:{thing.key}".encode()).digest())
