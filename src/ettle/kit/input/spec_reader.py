"""Make a spec of a document's tree, or say at which lines it does not fit, in words for whoever wrote it."""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from ettle.kit.input.document_reader import Node, Scalar, Sequence, Table
from ettle.kit.input.specs import PlainText, Spec

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SpecKind = TypeVar("SpecKind", bound=Spec)
Location = tuple[str | int, ...]

NULL_WORDS = {"", "~", "null", "Null", "NULL"}
# Pydantic's type of error -> what to write. {name} is the last name on the way there, in quotation marks.
ERROR_WORDS = {
    "string_type": "Write some text for {name}.",
    "string_unicode": "Write some text for {name}.",
    "int_type": "Write a whole number, such as 25, for {name}.",
    "float_type": "Write a number, such as 2.5, for {name}.",
    "bool_type": "Write true or false for {name}.",
    "date_type": "Write a day as year, month, day, such as 2026-10-05, for {name}.",
    "literal_error": "Write one of {choices} for {name}.",
    "tuple_type": "Write {name} as a list, each on a line that begins with a hyphen.",
    "dict_type": "Write {name} as names and values.",
    "model_type": "Write {name} as names and values, such as “title: Vision”.",
    "missing": "Add {name}; it is missing here.",
    "extra_forbidden": "{name} is not a name that is known here. {known}",
}
OTHER_WORDS = "Write {name} in another way; this cannot be read."


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at a line of one file, in words that say what to do. line 0: the file as a whole."""

    line: int
    words: str


@dataclass(frozen=True)
class ParsedDocument(Generic[SpecKind]):
    """A document as it was understood. spec: None when there are faults."""

    tree: Node
    spec: SpecKind | None
    faults: list[Fault]

    def line(self, path: str) -> int:
        """The line of a path ("criteria.2.hint"), or of the nearest thing around it that was written."""
        return _find_node(self.tree, path.split(".")).line


def parse_spec(tree: Node, kind: type[SpecKind]) -> ParsedDocument[SpecKind]:
    """The spec that a tree makes, or every reason why it makes none."""
    faults: list[Fault] = []
    data = _node_to_data(tree, faults)
    try:
        spec = kind.model_validate(data)
    except ValidationError as error:
        faults += [_error_to_fault(detail, tree, kind) for detail in error.errors(include_url=False)]
    return ParsedDocument(tree, None if faults else spec, faults)


def _node_to_data(node: Node, faults: list[Fault]) -> Any:
    """Plain data, with a fault for each name that is used twice."""
    if isinstance(node, Scalar):
        if not node.plain:
            return node.text
        return None if node.text in NULL_WORDS else PlainText(node.text)
    if isinstance(node, Sequence):
        return tuple(_node_to_data(item, faults) for item in node.items)
    data: dict[str, Any] = {}
    for key, inner in node.pairs:
        if key.text in data:
            faults.append(Fault(key.line, f"{_quote_name(key.text)} is written twice here. Keep one."))
        else:
            data[key.text] = _node_to_data(inner, faults)
    return data


def _error_to_fault(error: ErrorDetails, tree: Node, kind: type[Spec]) -> Fault:
    location, what = error["loc"], error["type"]
    words = {"name": _location_name(location)}
    line = _find_node(tree, location).line
    if what == "missing":
        line = _find_node(tree, location[:-1]).line
    elif what == "extra_forbidden":
        line = _find_key(tree, location).line
        words["known"] = _suggest_names(str(location[-1]), list(_type_at(kind, location[:-1]).model_fields))
    elif what == "literal_error":
        words["choices"] = ", ".join(map(str, get_args(_type_at(kind, location))))
    return Fault(line, ERROR_WORDS.get(what, OTHER_WORDS).format(**words))


def _find_node(tree: Node, location: Iterable[str | int]) -> Node:
    """What was written at a location, or the nearest thing around it."""
    node = tree
    for part in location:
        inner = _find_part(node, part)
        if inner is None:
            break
        node = inner
    return node


def _find_part(node: Node, part: str | int) -> Node | None:
    if isinstance(node, Sequence):
        place = int(part) if str(part).isdecimal() else len(node.items)
        return node.items[place] if place < len(node.items) else None
    if isinstance(node, Table):
        return next((inner for key, inner in node.pairs if key.text == part), None)
    return None


def _find_key(tree: Node, location: Location) -> Node:
    """The name itself, which may be on a line above its value."""
    around = _find_node(tree, location[:-1])
    pairs = around.pairs if isinstance(around, Table) else []
    return next((key for key, _ in pairs if key.text == location[-1]), around)


def _type_at(kind: Any, location: Location) -> Any:
    """The type that a model declares at a location."""
    for part in location:
        kind = get_args(kind)[0] if isinstance(part, int) else kind.model_fields[part].annotation
        while get_origin(kind) in (Annotated, Union, types.UnionType):
            kind = next(inner for inner in get_args(kind) if inner is not type(None))
    return kind


def _suggest_names(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"Did you mean “{near[0]}”?" if near else f"The names here are {', '.join(known)}."


def _location_name(location: Location) -> str:
    """The last word of a location: “roles” for roles.2, because a place in a list has no name of its own."""
    words = [part for part in location if isinstance(part, str)]
    return _quote_name(words[-1]) if words else "this file"


def _quote_name(name: str) -> str:
    return f"“{name if len(name) <= 60 else f'{name[:57]}…'}”"
