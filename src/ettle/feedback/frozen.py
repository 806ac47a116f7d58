"""What may be shown, as it is kept in a report: plain data there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ettle.feedback.disclosure import Disclosed, Shown, State, Table


def freeze(disclosed: Disclosed) -> dict[str, Any]:
    """As JSON can hold it. Which sheets may be heard is left out: by then their comments are pooled."""
    return {
        "states": _words(disclosed.states),
        "lines": {line: _freeze_line(shown) for line, shown in disclosed.lines.items()},
    }


def thaw(content: Mapping[str, Any]) -> Disclosed:
    return Disclosed(
        states=_states(content["states"]),
        lines={line: _thaw_line(shown) for line, shown in content["lines"].items()},
    )


def _freeze_line(shown: Shown) -> dict[str, Any]:
    return {
        "states": _words(shown.states),
        "tables": [_freeze_table(table) for table in shown.tables],
        "total": _freeze_table(shown.total) if shown.total else None,
    }


def _thaw_line(content: Mapping[str, Any]) -> Shown:
    return Shown(
        states=_states(content["states"]),
        tables=tuple(_thaw_table(table) for table in content["tables"]),
        total=_thaw_table(content["total"]) if content["total"] else None,
    )


def _freeze_table(table: Table) -> dict[str, Any]:
    return {"groups": list(table.groups), "counts": list(table.counts)}


def _thaw_table(content: Mapping[str, Any]) -> Table:
    return Table(groups=tuple(content["groups"]), counts=tuple(content["counts"]))


def _words(states: Mapping[str, State]) -> dict[str, str]:
    return {group: state.name for group, state in states.items()}


def _states(content: Mapping[str, str]) -> dict[str, State]:
    return {group: State[name] for group, name in content.items()}
