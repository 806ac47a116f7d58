"""A published activity read back from its stored form into the dataclasses it was written in."""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ettle.activities.specs import CardSpec, OptionSpec, ScenarioSpec, SortSpec

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion

AT_MOST = 200  # published activities kept read in one process
Part = TypeVar("Part")
Keyed = TypeVar("Keyed", CardSpec, OptionSpec)


def sort_of(stored: dict[str, Any]) -> SortSpec:
    return _read(SortSpec, stored)


def scenario_of(stored: dict[str, Any]) -> ScenarioSpec:
    return _read(ScenarioSpec, stored)


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
        found = _read_before[version.uuid] = _read(kind, version.content)
    return found


def shuffled(things: Iterable[Keyed], seed: int) -> list[Keyed]:
    """Cards or options in the order of one attempt: the same for one seed, on every machine and version, for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}:{thing.key}".encode()).digest())


def _read(kind: type[Part], stored: dict[str, Any]) -> Part:
    hints = typing.get_type_hints(kind)
    fields = [field.name for field in dataclasses.fields(kind) if field.name in stored]  # type: ignore[arg-type]  # only dataclasses come here
    return kind(**{name: _value(hints[name], stored[name]) for name in fields})


def _value(hint: Any, stored: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, one) for one in stored)
    if isinstance(hint, types.UnionType):
        return stored
    return _read(hint, stored) if isinstance(stored, dict) else stored
