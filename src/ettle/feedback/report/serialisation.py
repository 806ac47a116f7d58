"""What may be shown, as it is kept in a report: plain data there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ettle.feedback.report.disclosure import CountTable, FeedbackDisclosure, GroupState, StatementDisclosure


def disclosure_to_json(disclosed: FeedbackDisclosure) -> dict[str, Any]:
    """As JSON can hold it. Which sheets may be heard is left out: by then their comments are pooled."""
    return {
        "states": _states_to_json(disclosed.states),
        "lines": {line: _statement_to_json(shown) for line, shown in disclosed.statements.items()},
    }


def json_to_disclosure(content: Mapping[str, Any]) -> FeedbackDisclosure:
    return FeedbackDisclosure(
        states=_json_to_states(content["states"]),
        statements={line: _json_to_statement(shown) for line, shown in content["lines"].items()},
    )


def _statement_to_json(shown: StatementDisclosure) -> dict[str, Any]:
    return {
        "states": _states_to_json(shown.states),
        "tables": [_table_to_json(table) for table in shown.tables],
        "total": _table_to_json(shown.total) if shown.total else None,
    }


def _json_to_statement(content: Mapping[str, Any]) -> StatementDisclosure:
    return StatementDisclosure(
        states=_json_to_states(content["states"]),
        tables=tuple(_json_to_table(table) for table in content["tables"]),
        total=_json_to_table(content["total"]) if content["total"] else None,
    )


def _table_to_json(table: CountTable) -> dict[str, Any]:
    return {"groups": list(table.groups), "counts": list(table.counts)}


def _json_to_table(content: Mapping[str, Any]) -> CountTable:
    return CountTable(groups=tuple(content["groups"]), counts=tuple(content["counts"]))


def _states_to_json(states: Mapping[str, GroupState]) -> dict[str, str]:
    return {group: state.name for group, state in states.items()}


def _json_to_states(content: Mapping[str, str]) -> dict[str, GroupState]:
    return {group: GroupState[name] for group, name in content.items()}
