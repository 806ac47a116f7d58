"""Two states of a framework or of the logic model beside each other, row by row, in words for an author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework.models import Association, Item, LogicLink, LogicNode
from ettle.framework.types.rows import HEAD, Row, Rows
from ettle.people.queries import role_title

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SORT_LABELS = {
    "head": _lazy("The whole"), "gap": _lazy("Gap"), "item": _lazy("Item"), "line": _lazy("Line for a role"),
    "association": _lazy("Association"), "node": _lazy("Node"), "link": _lazy("Link"), "order": _lazy("Order"),
}  # fmt: skip
FIELD_LABELS = {
    "in_force_on": _lazy("In force on"), "is_ours": _lazy("Our suggestion"), "is_verified": _lazy("Checked"),
    "near_source": _lazy("Near source"), "source_url": _lazy("Where to read it"), "first_person": _lazy("As I say it"),
    "third_person": _lazy("As others read it"), "why": _lazy("Why"), "assumption": _lazy("What needs to be true"),
    "strength": _lazy("How strong"), "blocks": _lazy("Hinders"), "destination": _lazy("Leads to"),
    "origin": _lazy("From"), "parent": _lazy("Under"), "framework": _lazy("Framework"),
    "use": _lazy("Use"),
    "icon": _lazy("Drawing"),
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

    label: StrOrPromise
    was: str
    would: str


@dataclass(frozen=True)
class RowChange:
    """One row that differs. what: "new", "changed" or "gone"."""

    name: str
    sort: StrOrPromise
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
        yield RowChange("order", SORT_LABELS["order"], _("Some stand in another order"), "changed")


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
    sort, _colon, key = name.partition(":")
    if sort == HEAD:
        return str(row.get("title", _("Leadership Logic Model")))
    if sort == "line":
        role = str(row["role"])
        return f"{row['theme']}, {role_title(role).lower()}"
    if sort == "association":
        return _("%(origin)s to %(item)s of %(framework)s") % {
            "origin": row["origin"],
            "item": row["item"],
            "framework": row["framework"],
        }
    if sort == "link":
        words = _("%(key)s: %(origin)s hinders %(other)s") if row["blocks"] else _("%(key)s: %(origin)s to %(other)s")
        return words % {"key": key, "origin": row["origin"], "other": row["blocks"] or row["destination"]}
    return f"{key} {row['title']}" if sort in {"item", "node"} else key


def _field_label(field: str) -> StrOrPromise:
    return FIELD_LABELS.get(field, field.replace("_", " ").capitalize())


def _value_text(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else "No"
    if isinstance(value, list):
        return ", ".join(value)
    if field == "role":
        return role_title(value)
    return CHOICES.get(field, {}).get(value, str(value)) if value else ""
