"""Fit a tree to a frozen dataclass, by the names and types of its fields, or say at which lines it does not fit."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from ettle.kit.input.document_reader import Node, Scalar, Sequence, Table

Spec = TypeVar("Spec")

NULL_WORDS = {"", "~", "null", "Null", "NULL"}
TRUE_WORDS, FALSE_WORDS = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
INTEGER_PATTERN = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL_PATTERN = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][-+]?[0-9]{1,2})?")


@dataclasses.dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at a line of one file, in words that say what to do. line 0: the file as a whole."""

    line: int
    words: str


class _InvalidValue(Exception):
    """Raised inside a value that cannot be made; its fault is already noted."""


class SpecParser:
    """Fits one file. After `fit`, `lines` knows the line of every path, so that later checks can name it too."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}

    def parse_spec(self, node: Node, spec: type[Spec]) -> Spec | None:
        """The dataclass made from the tree, or None with every reason in `faults`."""
        try:
            made = self._parse_dataclass(node, spec, "")
        except _InvalidValue:
            return None
        return None if self.faults else typing.cast("Spec", made)

    def line(self, path: str) -> int:
        """The line of a path, or of the nearest thing around it that was written."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 0)

    def _add_fault(self, line: int, words: str) -> _InvalidValue:
        self.faults.append(Fault(line, words))
        return _InvalidValue()

    def _parse_value(self, node: Node, wanted: Any, path: str) -> Any:
        self.lines[path] = node.line
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            return self._parse_union(node, wanted, path)
        if origin is Literal:
            return self._parse_choice(node, {str(value): value for value in get_args(wanted)}, path)
        if origin in (tuple, list):
            return self._parse_sequence(node, wanted, path)
        if wanted is Any or origin in (Mapping, dict) or wanted in (Mapping, dict):
            return self._parse_any(node, wanted, path)
        if dataclasses.is_dataclass(wanted):
            return self._parse_dataclass(node, wanted, path)
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return self._parse_choice(node, {str(member.value): member for member in wanted}, path)
        return self._parse_scalar(node, wanted, path)

    def _parse_union(self, node: Node, wanted: Any, path: str) -> Any:
        inner = [kind for kind in get_args(wanted) if kind is not type(None)]
        if len(inner) < len(get_args(wanted)) and _is_null(node):
            return None
        if len(inner) > 1 and isinstance(node, Scalar):
            inner = [kind for kind in inner if kind in SCALAR_PARSERS] or inner
        return self._parse_value(node, inner[0], path)

    def _parse_sequence(self, node: Node, wanted: Any, path: str) -> Any:
        if not isinstance(node, Sequence):
            raise self._add_fault(
                node.line, f"Write {_quoted_name(path)} as a list, each on a line that begins with a hyphen."
            )
        kinds, count = get_args(wanted), len(node.items)
        if get_origin(wanted) is list or (len(kinds) == 2 and kinds[1] is Ellipsis):
            kinds = (kinds[0],) * count
        if len(kinds) != count:
            raise self._add_fault(node.line, f"Write {len(kinds)} values in {_quoted_name(path)}; there are {count}.")
        made = self._parse_all([(node.items[i], kinds[i], _join_path(path, i)) for i in range(count)])
        return list(made) if get_origin(wanted) is list else made

    def _parse_all(self, wanted: list[tuple[Node, Any, str]]) -> tuple[Any, ...]:
        """Make every value, so that every fault is found, and only then give up."""
        made, unfit = [], False
        for node, kind, path in wanted:
            try:
                made.append(self._parse_value(node, kind, path))
            except _InvalidValue:
                unfit = True
        if unfit:
            raise _InvalidValue
        return tuple(made)

    def _parse_dataclass(self, node: Node, spec: Any, path: str) -> Any:
        self.lines[path] = node.line
        if not isinstance(node, Table):
            what = _quoted_name(path) if path else "this file"
            raise self._add_fault(node.line, f"Write {what} as names and values, such as “title: Vision”.")
        fields = _spec_fields(spec)
        given = self._values_by_name(node, list(fields))
        unfit = self._report_missing(node, fields, given)
        values: dict[str, Any] = {}
        for name, inner in given.items():
            try:
                values[name] = self._parse_value(inner, fields[name][0], _join_path(path, name))
            except _InvalidValue:
                unfit = True
        if unfit:
            raise _InvalidValue
        return spec(**values)

    def _values_by_name(self, node: Table, names: list[str]) -> dict[str, Node]:
        """The values by name, with a fault for each name that is unknown or used twice."""
        given: dict[str, Node] = {}
        for key, inner in node.pairs:
            if key.text in given:
                self._add_fault(key.line, f"“{_shorten_text(key.text)}” is written twice here. Keep one.")
            elif key.text not in names:
                near = get_close_matches(key.text, names, 1)
                known = f"Did you mean “{near[0]}”?" if near else f"The names here are {', '.join(names)}."
                self._add_fault(key.line, f"“{_shorten_text(key.text)}” is not a name that is known here. {known}")
            else:
                given[key.text] = inner
        return given

    def _report_missing(self, node: Table, fields: dict[str, tuple[Any, bool]], given: dict[str, Node]) -> bool:
        missing = [name for name, (_, required) in fields.items() if required and name not in given]
        for name in missing:
            self._add_fault(node.line, f"Add “{name}”; it is missing here.")
        return bool(missing)

    def _parse_choice(self, node: Node, choices: dict[str, Any], path: str) -> Any:
        if not isinstance(node, Scalar) or node.text not in choices:
            raise self._add_fault(node.line, f"Write one of {', '.join(choices)} for {_quoted_name(path)}.")
        return choices[node.text]

    def _parse_any(self, node: Node, wanted: Any, path: str) -> Any:
        if wanted is not Any and not isinstance(node, Table):
            raise self._add_fault(node.line, f"Write {_quoted_name(path)} as names and values.")
        if isinstance(node, Sequence):
            return list(
                self._parse_all([(item, Any, _join_path(path, place)) for place, item in enumerate(node.items)])
            )
        if isinstance(node, Table):
            given = self._values_by_name(node, [key.text for key, _ in node.pairs])
            values = self._parse_all([(inner, Any, _join_path(path, name)) for name, inner in given.items()])
            return dict(zip(given, values, strict=True))
        return _parse_plain(node)

    def _parse_scalar(self, node: Node, wanted: Any, path: str) -> Any:
        if wanted not in SCALAR_PARSERS:
            raise TypeError(f"A spec may not hold {wanted}.")
        make, words = SCALAR_PARSERS[wanted]
        if isinstance(node, Scalar):
            try:
                return make(node)
            except ValueError:
                pass
        raise self._add_fault(node.line, f"Write {words} for {_quoted_name(path)}.")


def _parse_text(node: Scalar) -> str:
    if _is_null(node):
        raise ValueError
    return node.text


def _parse_integer(node: Scalar) -> int:
    if not node.plain or not INTEGER_PATTERN.fullmatch(node.text):
        raise ValueError
    return int(node.text)


def _parse_decimal(node: Scalar) -> float:
    if not node.plain or not DECIMAL_PATTERN.fullmatch(node.text):
        raise ValueError
    return float(node.text)


def _parse_boolean(node: Scalar) -> bool:
    if not node.plain or node.text not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError
    return node.text in TRUE_WORDS


def _parse_date(node: Scalar) -> date:
    return date.fromisoformat(node.text)


SCALAR_PARSERS: dict[Any, tuple[Callable[[Scalar], Any], str]] = {
    str: (_parse_text, "some text"),
    int: (_parse_integer, "a whole number, such as 25,"),
    float: (_parse_decimal, "a number, such as 2.5,"),
    bool: (_parse_boolean, "true or false"),
    date: (_parse_date, "a day as year, month, day, such as 2026-10-05,"),
}


def _parse_plain(node: Scalar) -> Any:
    """What a value means where no field says: numbers, true and false, nothing; else its text."""
    if not node.plain:
        return node.text
    if _is_null(node):
        return None
    for make in (_parse_integer, _parse_decimal, _parse_boolean):
        try:
            return make(node)
        except ValueError:
            continue
    return node.text


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in NULL_WORDS


@cache
def _spec_fields(spec: Any) -> dict[str, tuple[Any, bool]]:
    """name -> (type, must it be given)."""
    hints = get_type_hints(spec)
    missing = dataclasses.MISSING
    return {
        one.name: (hints[one.name], one.default is missing and one.default_factory is missing)
        for one in dataclasses.fields(spec)
        if one.init
    }


def _join_path(path: str, name: str | int) -> str:
    return f"{path}.{name}" if path else str(name)


def _quoted_name(path: str) -> str:
    """The last word of a path: “roles” for roles.2, because a place in a list has no name of its own."""
    words = [part for part in path.split(".") if not part.isdigit()]
    return f"“{_shorten_text(words[-1])}”" if words else "this"


def _shorten_text(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
