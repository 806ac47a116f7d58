"""A published activity read back from its stored form into the specs it was written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ettle.activities.specs import CardSpec, OptionSpec, ScenarioSpec, SortSpec
from ettle.kit.input.specs import Spec

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion

MAX_CACHED = 200  # published activities kept read in one process
Part = TypeVar("Part", bound=Spec)
Keyed = TypeVar("Keyed", CardSpec, OptionSpec)


def parse_sort(stored: dict[str, Any]) -> SortSpec:
    return SortSpec.from_stored(stored)


def parse_scenario(stored: dict[str, Any]) -> ScenarioSpec:
    return ScenarioSpec.from_stored(stored)


def published_sort(version: ActivityVersion) -> SortSpec:
    """The sort of a published version, read once in a process: what is published never changes."""
    return _cached_part(SortSpec, version)


def published_scenario(version: ActivityVersion) -> ScenarioSpec:
    """The scenario of a published version, read once in a process."""
    return _cached_part(ScenarioSpec, version)


_cache: dict[UUID, Any] = {}


def _cached_part(kind: type[Part], version: ActivityVersion) -> Part:
    found: Part | None = _cache.get(version.uuid)
    if found is None:
        if len(_cache) >= MAX_CACHED:
            _cache.clear()
        found = _cache[version.uuid] = kind.from_stored(version.content)
    return found


def shuffle_items(things: Iterable[Keyed], seed: int) -> list[Keyed]:
    """Cards or options in the order of one attempt: the same for one seed, on every machine and version, for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}:{thing.key}".encode()).digest())
