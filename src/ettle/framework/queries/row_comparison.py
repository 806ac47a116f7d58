"""Two states of a framework or of the logic model beside each other, row by row, in words for an author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ettle.framework.models import Association, Item, LogicLink, LogicNode
from ettle.framework.types.rows import HEAD, Row, Rows
from ettle.people.queries import role_title

SORT_LABELS = {
    "head": "The whole", "gap": "Gap", "item": "Item", "line": "Line for a role", "association": "Association",
    "node": "Node", "link": "Link", "order": "Order",
}  # fmt: skip
FIELD_LABELS = {
    "in_force_on": "In force on", "is_ours": "Our suggestion", "is_verified": "Checked", "near_source": "Near source",
    "source_url": "Where to read it", "first_person": "As I say it", "third_person": "As others read it",
    "why": "Why", "assumption": "What must hold", "strength": "How strong", "blocks": "Hinders",
    "destination": "Leads to", "origin": "From", "parent": "Under", "framework": "Framework",
}  # fmt: skip
# Fields that a row's title shows, so they are not listed below it.
NAMED_BY = {"key", "edition", "role", "theme"}
CHOICES: dict[str, dict[Any, str]] = {
    "kind": {str(value): str(label) for value, label in Item.Kind.choices},
    "column": {str(value): str(label) for value, label in LogicNode.Column.choices},
    "strength": {str(v): str(label) for v, label in [*Association.Strength.choices, *LogicLink.Strength.choices]},
}


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. was, would: its values before and after; empty for no value."""

    label: str
    was: str
    would: str


@dataclass(frozen=True)
class RowChange:
    """One row that differs. what: "new", "changed" or "gone"."""

    name: str
    sort: str
    title: str
    what: str
    words: tuple[FieldChange, ...] = ()


def compare_rows(before: Rows, after: Rows) -> Iterator[RowChange]:
    """Every row that differs, in the order of the later state, removed rows at the end."""
    for name, row in after.items():
        was = before.get(name)
        if row != was:
            yield _row_change(name, was, row)
    for name, row in before.items():
        if name not in after:
            yield _row_change(name, row, None)
    if _order_by_parent(before, after) != _order_by_parent(after, before):
        yield RowChange("order", SORT_LABELS["order"], "Some stand in another order", "changed")


def _order_by_parent(rows: Rows, other: Rows) -> dict[str, list[str]]:
    """The items under each parent, and the nodes, in their order; only those that have the same parent in both."""
    order: dict[str, list[str]] = {}
    for name, row in rows.items():
        parent = _parent_key(row)
        if name in other and _parent_key(other[name]) == parent and name.startswith(("item:", "line:", "node:")):
            order.setdefault(parent, []).append(name)
    return order


def _parent_key(row: Row) -> str:
    return str(row.get("parent") or row.get("theme") or "")


def _row_change(name: str, was: Row | None, would: Row | None) -> RowChange:
    row = would or was or {}
    fields = [field for field in row if was is None or would is None or was.get(field) != would.get(field)]
    words = tuple(
        FieldChange(
            _field_label(field),
            _value_text(field, (was or {}).get(field)),
            _value_text(field, (would or {}).get(field)),
        )
        for field in fields
        if field not in NAMED_BY
    )
    shown = tuple(change for change in words if change.was or change.would)
    what = "new" if was is None else "gone" if would is None else "changed"
    return RowChange(name, SORT_LABELS[name.partition(":")[0]], _row_title(name, row), what, shown)


def _row_title(name: str, row: Row) -> str:
    sort, _, key = name.partition(":")
    if sort == HEAD:
        return str(row.get("title", "Leadership Logic Model"))
    if sort == "line":
        role = str(row["role"])
        return f"{row['theme']}, {role_title(role).lower()}"
    if sort == "association":
        return f"{row['origin']} to {row['item']} of {row['framework']}"
    if sort == "link":
        return f"{key}: {row['origin']} " + (
            f"hinders {row['blocks']}" if row["blocks"] else f"to {row['destination']}"
        )
    return f"{key} {row['title']}" if sort in {"item", "node"} else key


def _field_label(field: str) -> str:
    return FIELD_LABELS.get(field, field.replace("_", " ").capitalize())


def _value_text(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value)
    if field == "role":
        return role_title(value)
    return CHOICES.get(field, {}).get(value, str(value)) if value else ""
