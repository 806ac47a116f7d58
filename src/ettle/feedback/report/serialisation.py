"""What may be shown, as it is kept in a report: plain data there and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ettle.feedback.report.analysis import JOINED
from ettle.feedback.report.disclosure import CountTable, FeedbackDisclosure, GroupState, StatementDisclosure

SHOWN_APART = frozenset({GroupState.APART, GroupState.ALONE})


def disclosure_to_json(disclosed: FeedbackDisclosure) -> dict[str, Any]:
    """As JSON can hold it: no more than the report shows.

    Left out are which sheets may be heard, whose comments are pooled by then, and which of the small groups have
    answers: they have no state of their own, and a joined table does not name them. A group that is shown apart has
    a state on each line; that it is joined with others there is not said.
    """
    apart = {group for group, state in disclosed.states.items() if state in SHOWN_APART}
    return {
        "states": _states_to_json(disclosed.states, apart),
        "lines": {line: _statement_to_json(shown, apart) for line, shown in disclosed.statements.items()},
    }


def json_to_disclosure(content: Mapping[str, Any]) -> FeedbackDisclosure:
    return FeedbackDisclosure(
        states=_json_to_states(content["states"]),
        statements={line: _json_to_statement(shown) for line, shown in content["lines"].items()},
    )


def _statement_to_json(shown: StatementDisclosure, apart: Collection[str]) -> dict[str, Any]:
    return {
        "states": _states_to_json(shown.states, apart),
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
    return {"groups": list(table.groups) if len(table.groups) == 1 else [JOINED], "counts": list(table.counts)}


def _json_to_table(content: Mapping[str, Any]) -> CountTable:
    return CountTable(groups=tuple(content["groups"]), counts=tuple(content["counts"]))


def _states_to_json(states: Mapping[str, GroupState], apart: Collection[str]) -> dict[str, str]:
    return {
        group: (state if state in SHOWN_APART else GroupState.LEFT_OUT).name
        for group, state in states.items()
        if group in apart
    }


def _json_to_states(content: Mapping[str, str]) -> dict[str, GroupState]:
    return {group: GroupState[name] for group, name in content.items()}
