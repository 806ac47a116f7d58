"""A published activity read back from its stored form into the spec it was written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ettle.activities.items.part_variants import VariedSpec
from ettle.activities.items.spec_fields import HasKey
from ettle.kit.input.spec_texts import show_texts
from ettle.kit.input.specs import Spec

if TYPE_CHECKING:
    from ettle.activities.items.play import Play
    from ettle.activities.models import ActivityVersion, Attempt

MAX_CACHED = 400  # published activities, each in each variant that was asked for, that one process caches
Part = TypeVar("Part", bound=Spec)
Keyed = TypeVar("Keyed", bound=HasKey)

_cache: dict[tuple[UUID, str | None], Any] = {}


def published_part(spec: type[Part], version: ActivityVersion, variant: str | None = None) -> Part:
    """The part of a published version, read once in a process: what is published never changes.

    variant: the key of the one it is played in; "" when it is played in none, None for the part as it was published.
    """
    found: Part | None = _cache.get((version.uuid, variant))
    if found is None:
        if len(_cache) >= MAX_CACHED:
            _cache.clear()
        part = show_texts(spec.from_stored(version.content))
        found = part.in_variant(variant) if variant is not None and isinstance(part, VariedSpec) else part
        _cache[version.uuid, variant] = found
    return found


def load_contents(attempts: Sequence[Attempt]) -> None:
    """Read what is played in attempts whose content was deferred and is not cached, in one query."""
    missing = [
        attempt.activity_version
        for attempt in attempts
        if (attempt.activity_version.uuid, attempt.variant) not in _cache
    ]
    if missing:
        rows = type(missing[0]).objects.filter(pk__in={version.pk for version in missing})
        contents = dict(rows.values_list("pk", "content"))
        for version in missing:
            version.content = contents[version.pk]


def play_part(spec: type[Part], play: Play) -> Part:
    """What is played, in the variant that the play began with."""
    return published_part(spec, play.version, play.variant)


def shuffle_items(things: Iterable[Keyed], seed: int) -> list[Keyed]:
    """Cards or options in the order of one attempt: the same for one seed, on every machine and version, for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}:{thing.key}".encode()).digest())
