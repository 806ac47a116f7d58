"""Read YAML, front matter and TOML into small trees with line numbers. Safe with any input.

No tags, no anchors, no aliases, bounded size and depth: so the result holds only text, lists and mappings, and no
file can expand in memory. Plain scalars keep their spelling (`1.10` and `no` stay as typed); the field they are for
decides their type.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 30
TOO_DEEP = f"This is nested too deeply; {MOST_DEPTH} levels is the most."
MOST_NODES = 50_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """A file that cannot be read at all. line: where, from 1; 0 means the file as a whole."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


@dataclass(frozen=True)
class Scalar:
    """One value as typed. plain: without quotes, so it may be a number, a date or nothing."""

    text: str
    plain: bool
    line: int


@dataclass
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass
class Table:
    """A mapping, with every pair as written, so that a name used twice can be reported."""

    line: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Table


def read_yaml(text: str, first_line: int = 1) -> Node:
    """Return the tree of one YAML document. Raises Unreadable."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(0, f"The file is too long. Split it; {MOST_CHARACTERS:,} characters is the most.")
    try:
        return _TreeBuilder(first_line).build_tree(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        if "nesting depth" in (fault.problem or ""):  # PyYAML has a limit of its own, larger than ours
            raise Unreadable(mark.line + first_line if mark else 0, TOO_DEEP) from fault
        raise Unreadable(mark.line + first_line if mark else 0, _yaml_error_text(fault.problem)) from fault
    except (yaml.YAMLError, UnicodeError) as fault:
        raise Unreadable(0, "The file holds characters that YAML does not allow. Save it as plain UTF-8.") from fault


def read_front_matter(text: str) -> Table:
    """Return the tree of a Markdown file's front matter, with the text after it as `body`. Raises Unreadable."""
    found = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", text, re.DOTALL)
    if found is None:
        raise Unreadable(1, "Begin with a line of three hyphens, the names and values, and three hyphens again.")
    head = read_yaml(found.group(1), first_line=2)
    if not isinstance(head, Table):
        raise Unreadable(2, "Write names and values between the hyphens, such as ‘title: Vision’.")
    line = text.count("\n", 0, found.end()) + 1
    head.pairs.append((Scalar("body", plain=True, line=line), Scalar(text[found.end() :], plain=False, line=line)))
    return head


def read_toml(text: str) -> Table:
    """Return the tree of a TOML file of plain names and values. Raises Unreadable."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise Unreadable(int(line.group(1)) if line else 0, f"This is not TOML: {fault}.") from fault
    table = Table(1)
    for name, value in values.items():
        line_of = _find_line(text, name)
        table.pairs.append((Scalar(name, plain=True, line=line_of), _value_to_node(value, line_of)))
    return table


def _find_line(text: str, name: str) -> int:
    found = re.search(rf'^[ \t]*\[*"?{re.escape(name)}\b', text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _value_to_node(value: object, line: int) -> Node:
    if isinstance(value, dict):
        pairs: list[tuple[Scalar, Node]] = [
            (Scalar(str(name), plain=True, line=line), _value_to_node(inner, line)) for name, inner in value.items()
        ]
        return Table(line, pairs)
    if isinstance(value, list):
        return Sequence(line, [_value_to_node(inner, line) for inner in value])
    if isinstance(value, bool):
        return Scalar(str(value).lower(), plain=True, line=line)
    return Scalar(str(value), plain=not isinstance(value, str), line=line)


def _yaml_error_text(problem: str | None) -> str:
    return f"This is not YAML: {problem or 'something is out of place'}. Look at this line and the one before it."


class _TreeBuilder:
    """Builds one tree from YAML events, without recursion, refusing what is not plain data."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.open: list[Sequence | Table] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None
        self.nodes = 0

    def build_tree(self, events: Iterator[yaml.Event]) -> Node:
        for event in events:
            mark = event.start_mark
            line = mark.line + self.first_line if mark else 0
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise Unreadable(line, "Keep one document in a file: take away the line of three hyphens.")
            if isinstance(event, yaml.CollectionEndEvent):
                self._close_node()
            elif isinstance(event, yaml.NodeEvent):
                self._refuse_unsafe(event, line)
                self._attach_node(self._event_to_node(event, line))
        if self.root is None:
            raise Unreadable(0, "The file is empty. Write what it is about, or take it away.")
        return self.root

    def _refuse_unsafe(self, event: yaml.NodeEvent, line: int) -> None:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise Unreadable(line, "Write the value out: & and * (anchors and aliases) are not read here.")
        tag = getattr(event, "tag", None)
        if tag:
            raise Unreadable(line, f"Take the tag {tag} away: only text, numbers, lists and names are read.")
        if self.nodes > MOST_NODES:
            raise Unreadable(line, f"The file holds too much. Split it; {MOST_NODES:,} values is the most.")
        if len(self.open) > MOST_DEPTH:
            raise Unreadable(line, TOO_DEEP)

    def _event_to_node(self, event: yaml.NodeEvent, line: int) -> Node:
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(line)
        if isinstance(event, yaml.MappingStartEvent):
            return Table(line)
        scalar = cast("yaml.ScalarEvent", event)  # aliases were refused
        return Scalar(scalar.value, plain=not scalar.style, line=line)

    def _attach_node(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif isinstance(parent := self.open[-1], Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            parent.pairs.append((key, node))
            self.keys[-1] = None
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            raise Unreadable(node.line, "A name must be a word, not a list or a mapping.")
        if not isinstance(node, Scalar):
            self.open.append(node)
            self.keys.append(None)

    def _close_node(self) -> None:
        self.open.pop()
        self.keys.pop()
