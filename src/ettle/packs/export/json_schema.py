"""The JSON Schema of a pack's files, made from the specs, so that an editor can help whoever writes one."""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ettle.packs.file_kinds import FILES, KINDS, PACK, FileKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTION = (
    "One definition for each kind of file. Point an editor at the one you need: "
    "“# yaml-language-server: $schema=pack.schema.json#/$defs/badges”. A Markdown file is described by its front "
    "matter and its text as “body”."
)
SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Any: {},
}


def schema_text() -> str:
    """The whole schema as it is published."""
    return json.dumps(build_schema(), indent=1, ensure_ascii=False) + "\n"


def build_schema() -> dict[str, Any]:
    found: dict[str, Any] = {}
    kinds = {definition_name(kind): _reference_schema(kind.spec, found) for kind in [PACK, *KINDS] if kind is not FILES}
    return {
        "$schema": DIALECT,
        "title": "A content pack for Ettle",
        "description": DESCRIPTION,
        "$defs": {**kinds, **found},
    }


def definition_name(kind: FileKind) -> str:
    """Where a kind stands under $defs: "badges", "logic-model"."""
    return kind.label


def _reference_schema(spec: Any, found: dict[str, Any]) -> dict[str, Any]:
    key = f"{spec.__module__.split('.')[1]}.{spec.__name__}"
    if key not in found:
        found[key] = {}  # an item holds items: the name must be there before its own parts are asked for
        found[key] = _object_schema(spec, found)
    return {"$ref": f"#/$defs/{key}"}


def _object_schema(spec: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(spec)
    missing = dataclasses.MISSING
    parts = [field for field in dataclasses.fields(spec) if field.init]
    return {
        "type": "object",
        "description": inspect.cleandoc(spec.__doc__ or ""),
        "properties": {field.name: _value_schema(hints[field.name], found) for field in parts},
        "required": [field.name for field in parts if field.default is missing and field.default_factory is missing],
        "additionalProperties": False,
    }


def _value_schema(wanted: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return {
            "anyOf": [
                _value_schema(kind, found) if kind is not type(None) else {"type": "null"} for kind in get_args(wanted)
            ]
        }
    if origin is Literal:
        return {"enum": list(get_args(wanted))}
    if origin in (tuple, list):
        return _array_schema(wanted, found)
    if origin in (Mapping, dict) or wanted in (Mapping, dict):
        return {"type": "object"}
    if dataclasses.is_dataclass(wanted):
        return _reference_schema(wanted, found)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return {"enum": [member.value for member in wanted]}
    return dict(SCALARS[wanted])


def _array_schema(wanted: Any, found: dict[str, Any]) -> dict[str, Any]:
    kinds = get_args(wanted)
    if get_origin(wanted) is list or (len(kinds) == 2 and kinds[1] is Ellipsis):
        return {"type": "array", "items": _value_schema(kinds[0], found)}
    return {
        "type": "array",
        "prefixItems": [_value_schema(kind, found) for kind in kinds],
        "minItems": len(kinds),
        "maxItems": len(kinds),
    }
