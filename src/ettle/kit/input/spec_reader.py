"""Parse a document's tree into a spec, or report the lines that do not fit, in words for the author."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from ettle.kit.input.document_reader import Node, Scalar, Sequence, Table
from ettle.kit.input.specs import PlainText, Spec

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SpecKind = TypeVar("SpecKind", bound=Spec)
Location = tuple[str | int, ...]

NULL_WORDS = {"", "~", "null", "Null", "NULL"}
# Pydantic's type of error -> what to write. {name} is the last name of the location, in quotation marks.
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
    "model_type": "Write {name} as names and values, such as ‘title: Vision’.",
    "missing": "Add {name}; it is missing here.",
    "extra_forbidden": "{name} is not a name that is known here. {known}",
}
OTHER_WORDS = "Write {name} in another way; this cannot be read."


@dataclass(frozen=True, order=True)
class Fault:
    """A problem at a line of one file, in words that say what to do. line 0: the file as a whole."""

    line: int
    words: str


class LineMap:
    """The lines of a tree by location: of a value, and of the name before it."""

    def __init__(self, tree: Node) -> None:
        self._lines: dict[Location, tuple[int, int]] = {(): (tree.line, tree.line)}
        waiting: list[tuple[Location, Node]] = [((), tree)]
        while waiting:
            location, node = waiting.pop()
            for part, name_line, inner in _list_parts(node):
                if (place := (*location, part)) not in self._lines:
                    self._lines[place] = (name_line, inner.line)
                    waiting.append((place, inner))

    def value_line(self, location: Location) -> int:
        """Return the line of a value, or of the nearest enclosing part that was written."""
        return self._nearest_lines(location)[1]

    def name_line(self, location: Location) -> int:
        """Return the line of a name, which may be above that of its value."""
        return self._nearest_lines(location)[0]

    def _nearest_lines(self, location: Location) -> tuple[int, int]:
        while location not in self._lines:
            location = location[:-1]
        return self._lines[location]


def _list_parts(node: Node) -> Iterator[tuple[str | int, int, Node]]:
    """Return the content of a list or table: position or name, its line, and the node."""
    if isinstance(node, Sequence):
        yield from ((place, inner.line, inner) for place, inner in enumerate(node.items))
    elif isinstance(node, Table):
        yield from ((key.text, key.line, inner) for key, inner in node.pairs)


@dataclass(frozen=True)
class ParsedDocument(Generic[SpecKind]):
    """A parsed document. spec: None when there are faults."""

    tree: Node
    spec: SpecKind | None
    faults: list[Fault]

    @cached_property
    def _line_map(self) -> LineMap:
        return LineMap(self.tree)

    def line(self, path: str) -> int:
        """Return the line of a path ("criteria.2.hint"), or of the nearest enclosing part that was written."""
        return self._line_map.value_line(tuple(int(part) if part.isdecimal() else part for part in path.split(".")))


def parse_spec(tree: Node, kind: type[SpecKind]) -> ParsedDocument[SpecKind]:
    """Return the spec of a tree, or every reason why it has none."""
    faults: list[Fault] = []
    data = _node_to_data(tree, faults)
    spec = None
    try:
        spec = kind.model_validate(data)
    except ValidationError as error:
        lines = LineMap(tree)
        faults += [_error_to_fault(detail, lines, kind) for detail in error.errors(include_url=False)]
    return ParsedDocument(tree, None if faults else spec, faults)


def _node_to_data(node: Node, faults: list[Fault]) -> Any:
    """Return plain data, and add a fault for each name that is used twice."""
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


def _error_to_fault(error: ErrorDetails, lines: LineMap, kind: type[Spec]) -> Fault:
    location, what = error["loc"], error["type"]
    words = {"name": _location_name(location)}
    line = lines.value_line(location)
    if what == "missing":
        line = lines.value_line(location[:-1])
    elif what == "extra_forbidden":
        line = lines.name_line(location)
        words["known"] = _suggest_names(str(location[-1]), list(_type_at(kind, location[:-1]).model_fields))
    elif what == "literal_error":
        words["choices"] = ", ".join(map(str, get_args(_type_at(kind, location))))
    return Fault(line, ERROR_WORDS.get(what, OTHER_WORDS).format(**words))


def _type_at(kind: Any, location: Location) -> Any:
    """Return the type that a model declares at a location."""
    for part in location:
        kind = get_args(kind)[0] if isinstance(part, int) else kind.model_fields[part].annotation
        while get_origin(kind) in (Annotated, Union, types.UnionType):
            kind = next(inner for inner in get_args(kind) if inner is not type(None))
    return kind


def _suggest_names(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"Did you mean ‘{near[0]}’?" if near else f"The names here are {', '.join(known)}."


def _location_name(location: Location) -> str:
    """Return the last name of a location: ‘roles’ for roles.2, because a position in a list has no name."""
    words = [part for part in location if isinstance(part, str)]
    return _quote_name(words[-1]) if words else "this file"


def _quote_name(name: str) -> str:
    return f"‘{name if len(name) <= 60 else f'{name[:57]}…'}’"
