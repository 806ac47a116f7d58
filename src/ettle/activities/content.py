"""A published activity read back from its stored form into the dataclasses it was written in."""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from collections.abc import Iterable
from typing import Any, TypeVar

from ettle.activities.specs import CardSpec, OptionSpec, ScenarioSpec, SortSpec

Part = TypeVar("Part")
Keyed = TypeVar("Keyed", CardSpec, OptionSpec)


def sort_of(stored: dict[str, Any]) -> SortSpec:
    return _read(SortSpec, stored)


def scenario_of(stored: dict[str, Any]) -> ScenarioSpec:
    return _read(ScenarioSpec, stored)


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
