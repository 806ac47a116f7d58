"""Rows and JSON turned back into the frozen dataclasses that they were written from."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

Spec = TypeVar("Spec")


def mapping_to_dataclass(kind: type[Spec], stored: Mapping[str, Any]) -> Spec:
    """The dataclass that `dataclasses.asdict` was stored from. Names it does not know are passed over."""
    hints = _field_types(typing.cast("Any", kind))
    names = [field.name for field in dataclasses.fields(kind) if field.name in stored]  # type: ignore[arg-type]  # only dataclasses come here
    return kind(**{name: _convert_value(hints[name], stored[name]) for name in names})


def row_to_fields(kind: type[Any], row: object, *, but: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a row holds under the names of a dataclass's fields, so that a new field comes by itself.

    but: values that are kept elsewhere, by name.
    """
    elsewhere = dict(but or {})
    names = [field.name for field in dataclasses.fields(kind) if field.name not in elsewhere]
    return {name: getattr(row, name) for name in names} | elsewhere


@cache
def _field_types(kind: Any) -> dict[str, Any]:
    """Worked out once: a pack of areas asks for those of one kind thousands of times."""
    return typing.get_type_hints(kind)


def _convert_value(hint: Any, stored: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return None if stored is None else _convert_value(inner[0], stored)
    if typing.get_origin(hint) is tuple:
        inner_hint = typing.get_args(hint)[0]
        return tuple(_convert_value(inner_hint, one) for one in stored)
    if dataclasses.is_dataclass(hint) and isinstance(stored, Mapping):
        return mapping_to_dataclass(typing.cast("type[Any]", hint), stored)
    return stored
