"""A published activity read back from its stored form into the dataclasses it was written in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ettle.activities.specs import CardSpec, OptionSpec, ScenarioSpec, SortSpec
from ettle.kit.stored import read_back

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion

AT_MOST = 200  # published activities kept read in one process
Part = TypeVar("Part")
Keyed = TypeVar("Keyed", CardSpec, OptionSpec)


def sort_of(stored: dict[str, Any]) -> SortSpec:
    return read_back(SortSpec, stored)


def scenario_of(stored: dict[str, Any]) -> ScenarioSpec:
    return read_back(ScenarioSpec, stored)


def sort_in(version: ActivityVersion) -> SortSpec:
    """The sort of a published version, read once in a process: what is published never changes."""
    return _kept(SortSpec, version)


def scenario_in(version: ActivityVersion) -> ScenarioSpec:
    """The scenario of a published version, read once in a process."""
    return _kept(ScenarioSpec, version)


_read_before: dict[UUID, Any] = {}


def _kept(kind: type[Part], version: ActivityVersion) -> Part:
    found: Part | None = _read_before.get(version.uuid)
    if found is None:
        if len(_read_before) >= AT_MOST:
            _read_before.clear()
        found = _read_before[version.uuid] = read_back(kind, version.content)
    return found


def shuffled(things: Iterable[Keyed], seed: int) -> list[Keyed]:
    """Cards or options in the order of one attempt: the same for one seed, on every machine and version, for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}:{thing.key}".encode()).digest())
