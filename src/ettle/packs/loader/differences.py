"""What differs between two specs, name by name, with the old and the new words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ettle.kit.input.specs import Spec

# These identify an item of a list when others are added before it.
NAME_FIELDS = ("key", "role", "number", "badge", "value", "title", "text")
MAX_SHORT_VALUE = 60
MAX_LINES = 12
MAX_LINE_LENGTH = 100


@dataclass(frozen=True)
class Difference:
    """path: as in the file ("items.vis.1.title"). before, after: None where there was or is nothing."""

    path: str
    before: Any
    after: Any

    def format_lines(self) -> list[str]:
        """For a terminal: one line for short values, the removed and added lines for long ones."""
        before, after = _format_value(self.before), _format_value(self.after)
        if self.before is None or self.after is None:
            act = "added" if self.before is None else "taken away"
            return [f"{self.path}: {act} {_shorten_text(after or before, MAX_SHORT_VALUE)}"]
        if len(before) <= MAX_SHORT_VALUE and len(after) <= MAX_SHORT_VALUE and "\n" not in before + after:
            return [f"{self.path}: ‘{before}’ → ‘{after}’"]
        return [f"{self.path}:", *(f"  {line}" for line in _changed_lines(before, after))]


def find_differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Yield every value that differs, in the order of the fields."""
    if before == after:
        return
    if isinstance(before, Spec) and type(before) is type(after):
        for name, value in before:
            yield from find_differences(value, getattr(after, name), _join_path(path, name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _compare_lists(before, after, path)
    else:
        yield Difference(path, before, after)


def _compare_lists(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[Difference]:
    if not all(isinstance(value, Spec) for value in (*before, *after)):
        yield Difference(path, before, after)
        return
    olds, news = _index_by_name(before), _index_by_name(after)
    for name, old in olds.items():
        yield from find_differences(old, news.get(name), _join_path(path, name))
    for name, new in news.items():
        if name not in olds:
            yield Difference(_join_path(path, name), None, new)
    if olds == news:
        yield Difference(path, tuple(olds), tuple(news))


def _index_by_name(things: Sequence[Any]) -> dict[str, Any]:
    """Return the items of a list by name, or by position where they have none."""
    named: dict[str, Any] = {}
    for place, thing in enumerate(things):
        name = next((str(getattr(thing, name)) for name in NAME_FIELDS if getattr(thing, name, "")), str(place))
        named[name if name not in named else f"{name} ({place + 1})"] = thing
    return named


def _join_path(path: str, name: str) -> str:
    return f"{path}.{_shorten_text(name, 40)}" if path else name


def _format_value(value: Any) -> str:
    """Return a value in words: the items of a list and the fields of a spec separated by commas."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(_format_value, value)) or "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Spec):
        return ", ".join(_format_value(inner) for _, inner in value)
    return str(value)


def _changed_lines(before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines() or [""], after.splitlines() or [""]
    count = 0
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            for sign, line in [*(("-", line) for line in old[first:last]), *(("+", line) for line in new[start:end])]:
                count += 1
                if count <= MAX_LINES:
                    yield f"{sign} {_shorten_text(line, MAX_LINE_LENGTH)}"
    if count > MAX_LINES:
        yield f"… and {count - MAX_LINES} lines more"


def _shorten_text(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
