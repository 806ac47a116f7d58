"""What differs between two specs, name by name, with the old and the new words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from typing import Any

# By these a part of a list is known again when others come before it.
NAMES = ("key", "role", "number", "badge", "value", "title", "text")
LONG = 60
MOST_LINES = 12
LONGEST_LINE = 100


@dataclass(frozen=True)
class Difference:
    """path: as in the file ("items.vis.1.title"). before, after: None where there was or is nothing."""

    path: str
    before: Any
    after: Any

    def lines(self) -> list[str]:
        """For a terminal: one line for short words, the lines that went and came for long ones."""
        before, after = _told(self.before), _told(self.after)
        if self.before is None or self.after is None:
            return [f"{self.path}: {'added' if self.before is None else 'taken away'} {_short(after or before, LONG)}"]
        if len(before) <= LONG and len(after) <= LONG and "\n" not in before + after:
            return [f"{self.path}: “{before}” → “{after}”"]
        return [f"{self.path}:", *(f"  {line}" for line in _changed_lines(before, after))]


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Every value that differs, in the order of the fields."""
    if before == after:
        return
    if is_dataclass(before) and type(before) is type(after):
        for field in fields(before):
            yield from differences(getattr(before, field.name), getattr(after, field.name), _at(path, field.name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _of_lists(before, after, path)
    else:
        yield Difference(path, before, after)


def _of_lists(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    if not all(is_dataclass(one) for one in (*before, *after)):
        yield Difference(path, before, after)
        return
    olds, news = _named(before), _named(after)
    for name, old in olds.items():
        yield from differences(old, news.get(name), _at(path, name))
    for name, new in news.items():
        if name not in olds:
            yield Difference(_at(path, name), None, new)
    if olds == news:
        yield Difference(path, tuple(olds), tuple(news))


def _named(things: Sequence[Any]) -> dict[str, Any]:
    """The parts of a list by what they are called; by their place where that is not said."""
    named: dict[str, Any] = {}
    for place, thing in enumerate(things):
        name = next((str(getattr(thing, name)) for name in NAMES if getattr(thing, name, "")), str(place))
        named[name if name not in named else f"{name} ({place + 1})"] = thing
    return named


def _at(path: str, name: str) -> str:
    return f"{path}.{_short(name, 40)}" if path else name


def _told(value: Any) -> str:
    """A value in words: lists with commas, a part of a list by its first words."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(_told, value)) or "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_dataclass(value):
        return ", ".join(_told(getattr(value, field.name)) for field in fields(value))
    return str(value)


def _changed_lines(before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines() or [""], after.splitlines() or [""]
    said = 0
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            for sign, line in [*(("-", line) for line in old[first:last]), *(("+", line) for line in new[start:end])]:
                said += 1
                if said <= MOST_LINES:
                    yield f"{sign} {_short(line, LONGEST_LINE)}"
    if said > MOST_LINES:
        yield f"… and {said - MOST_LINES} lines more"


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
