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

from ettle.kit.tree import Node, Scalar, Sequence, Table

Spec = TypeVar("Spec")

NOTHING = {"", "~", "null", "Null", "NULL"}
YES, NO = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][-+]?[0-9]{1,2})?")


@dataclasses.dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at a line of one file, in words that say what to do. line 0: the file as a whole."""

    line: int
    words: str


class _Unfit(Exception):
    """Raised inside a value that cannot be made; its fault is already noted."""


class Fitter:
    """Fits one file. After `fit`, `lines` knows the line of every path, so that later checks can name it too."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}

    def fit(self, node: Node, spec: type[Spec]) -> Spec | None:
        """The dataclass made from the tree, or None with every reason in `faults`."""
        try:
            made = self._dataclass(node, spec, "")
        except _Unfit:
            return None
        return None if self.faults else typing.cast("Spec", made)

    def line(self, path: str) -> int:
        """The line of a path, or of the nearest thing around it that was written."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path, 0)

    def _fault(self, line: int, words: str) -> _Unfit:
        self.faults.append(Fault(line, words))
        return _Unfit()

    def _value(self, node: Node, wanted: Any, path: str) -> Any:
        self.lines[path] = node.line
        origin = get_origin(wanted)
        if origin in (Union, types.UnionType):
            return self._maybe(node, wanted, path)
        if origin is Literal:
            return self._choice(node, {str(value): value for value in get_args(wanted)}, path)
        if origin in (tuple, list):
            return self._tuple(node, wanted, path)
        if wanted is Any or origin in (Mapping, dict) or wanted in (Mapping, dict):
            return self._anything(node, wanted, path)
        if dataclasses.is_dataclass(wanted):
            return self._dataclass(node, wanted, path)
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return self._choice(node, {str(member.value): member for member in wanted}, path)
        return self._scalar(node, wanted, path)

    def _maybe(self, node: Node, wanted: Any, path: str) -> Any:
        inner = [kind for kind in get_args(wanted) if kind is not type(None)]
        if len(inner) < len(get_args(wanted)) and _is_nothing(node):
            return None
        if len(inner) > 1 and isinstance(node, Scalar):
            inner = [kind for kind in inner if kind in SCALARS] or inner
        return self._value(node, inner[0], path)

    def _tuple(self, node: Node, wanted: Any, path: str) -> Any:
        if not isinstance(node, Sequence):
            raise self._fault(node.line, f"Write {_name(path)} as a list, each on a line that begins with a hyphen.")
        kinds, count = get_args(wanted), len(node.items)
        if get_origin(wanted) is list or (len(kinds) == 2 and kinds[1] is Ellipsis):
            kinds = (kinds[0],) * count
        if len(kinds) != count:
            raise self._fault(node.line, f"Write {len(kinds)} values in {_name(path)}; there are {count}.")
        made = self._all([(node.items[i], kinds[i], _at(path, i)) for i in range(count)])
        return list(made) if get_origin(wanted) is list else made

    def _all(self, wanted: list[tuple[Node, Any, str]]) -> tuple[Any, ...]:
        """Make every value, so that every fault is found, and only then give up."""
        made, unfit = [], False
        for node, kind, path in wanted:
            try:
                made.append(self._value(node, kind, path))
            except _Unfit:
                unfit = True
        if unfit:
            raise _Unfit
        return tuple(made)

    def _dataclass(self, node: Node, spec: Any, path: str) -> Any:
        self.lines[path] = node.line
        if not isinstance(node, Table):
            what = _name(path) if path else "this file"
            raise self._fault(node.line, f"Write {what} as names and values, such as “title: Vision”.")
        fields = _fields(spec)
        given = self._given(node, list(fields))
        unfit = self._missing(node, fields, given)
        values: dict[str, Any] = {}
        for name, inner in given.items():
            try:
                values[name] = self._value(inner, fields[name][0], _at(path, name))
            except _Unfit:
                unfit = True
        if unfit:
            raise _Unfit
        return spec(**values)

    def _given(self, node: Table, names: list[str]) -> dict[str, Node]:
        """The values by name, with a fault for each name that is unknown or used twice."""
        given: dict[str, Node] = {}
        for key, inner in node.pairs:
            if key.text in given:
                self._fault(key.line, f"“{_short(key.text)}” is written twice here. Keep one.")
            elif key.text not in names:
                near = get_close_matches(key.text, names, 1)
                known = f"Did you mean “{near[0]}”?" if near else f"The names here are {', '.join(names)}."
                self._fault(key.line, f"“{_short(key.text)}” is not a name that is known here. {known}")
            else:
                given[key.text] = inner
        return given

    def _missing(self, node: Table, fields: dict[str, tuple[Any, bool]], given: dict[str, Node]) -> bool:
        missing = [name for name, (_, required) in fields.items() if required and name not in given]
        for name in missing:
            self._fault(node.line, f"Add “{name}”; it is missing here.")
        return bool(missing)

    def _choice(self, node: Node, choices: dict[str, Any], path: str) -> Any:
        if not isinstance(node, Scalar) or node.text not in choices:
            raise self._fault(node.line, f"Write one of {', '.join(choices)} for {_name(path)}.")
        return choices[node.text]

    def _anything(self, node: Node, wanted: Any, path: str) -> Any:
        if wanted is not Any and not isinstance(node, Table):
            raise self._fault(node.line, f"Write {_name(path)} as names and values.")
        if isinstance(node, Sequence):
            return list(self._all([(item, Any, _at(path, place)) for place, item in enumerate(node.items)]))
        if isinstance(node, Table):
            given = self._given(node, [key.text for key, _ in node.pairs])
            values = self._all([(inner, Any, _at(path, name)) for name, inner in given.items()])
            return dict(zip(given, values, strict=True))
        return _plain(node)

    def _scalar(self, node: Node, wanted: Any, path: str) -> Any:
        if wanted not in SCALARS:
            raise TypeError(f"A spec may not hold {wanted}.")
        make, words = SCALARS[wanted]
        if isinstance(node, Scalar):
            try:
                return make(node)
            except ValueError:
                pass
        raise self._fault(node.line, f"Write {words} for {_name(path)}.")


def _text(node: Scalar) -> str:
    if _is_nothing(node):
        raise ValueError
    return node.text


def _whole(node: Scalar) -> int:
    if not node.plain or not WHOLE.fullmatch(node.text):
        raise ValueError
    return int(node.text)


def _decimal(node: Scalar) -> float:
    if not node.plain or not DECIMAL.fullmatch(node.text):
        raise ValueError
    return float(node.text)


def _yes_or_no(node: Scalar) -> bool:
    if not node.plain or node.text not in YES | NO:
        raise ValueError
    return node.text in YES


def _day(node: Scalar) -> date:
    return date.fromisoformat(node.text)


SCALARS: dict[Any, tuple[Callable[[Scalar], Any], str]] = {
    str: (_text, "some text"),
    int: (_whole, "a whole number, such as 25,"),
    float: (_decimal, "a number, such as 2.5,"),
    bool: (_yes_or_no, "true or false"),
    date: (_day, "a day as year, month, day, such as 2026-10-05,"),
}


def _plain(node: Scalar) -> Any:
    """What a value means where no field says: numbers, true and false, nothing; else its text."""
    if not node.plain:
        return node.text
    if _is_nothing(node):
        return None
    for make in (_whole, _decimal, _yes_or_no):
        try:
            return make(node)
        except ValueError:
            continue
    return node.text


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in NOTHING


@cache
def _fields(spec: Any) -> dict[str, tuple[Any, bool]]:
    """name -> (type, must it be given)."""
    hints = get_type_hints(spec)
    missing = dataclasses.MISSING
    return {
        one.name: (hints[one.name], one.default is missing and one.default_factory is missing)
        for one in dataclasses.fields(spec)
        if one.init
    }


def _at(path: str, name: str | int) -> str:
    return f"{path}.{name}" if path else str(name)


def _name(path: str) -> str:
    """The last word of a path: “roles” for roles.2, because a place in a list has no name of its own."""
    words = [part for part in path.split(".") if not part.isdigit()]
    return f"“{_short(words[-1])}”" if words else "this"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
