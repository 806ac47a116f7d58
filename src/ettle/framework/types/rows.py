"""A framework or the logic model as rows that each have a name: to store as data, to compare, to merge.

"item:vis.1" is an item with the key of its parent, "line:vis.1.frontline" the indicator of a theme for one role. An
association names the edition it leads to, so that a stored one does not lead to another when a newer edition comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ettle.framework.types.specs import (
    AssociationSpec,
    FrameworkSpec,
    IndicatorSpec,
    ItemSpec,
    LinkSpec,
    LogicModelSpec,
    NodeSpec,
    SlotSpec,
    check_framework,
    check_logic_model,
    check_unfinished_model,
    indicator_key,
    walk_items,
)
from ettle.kit.values.problems import Problem

Spec = FrameworkSpec | LogicModelSpec
Row = dict[str, Any]
Rows = dict[str, Row]
HEAD = "head"
MODEL = "logic-model"
LIST_FIELDS = ("items", "slots", "associations")
# Which fields of a row name another row, and of which sort that is.
NEEDED_ROWS = {
    "item": {"parent": "item"},
    "line": {"theme": "item"},
    "association": {"origin": "item"},
    "link": {"origin": "node", "destination": "node", "blocks": "link"},
}


def subject_of(spec: Spec) -> str:
    """What a spec is about: "codes-workers@2024", or the logic model."""
    return MODEL if isinstance(spec, LogicModelSpec) else f"{spec.key}@{spec.edition}"


def spec_to_rows(spec: Spec) -> Rows:
    """The rows of a spec, parents first, in its order."""
    return _model_to_rows(spec) if isinstance(spec, LogicModelSpec) else _framework_to_rows(spec)


def _framework_to_rows(spec: FrameworkSpec) -> Rows:
    head = {name: value for name, value in vars(spec).items() if name not in LIST_FIELDS}
    head["in_force_on"] = spec.in_force_on.isoformat() if spec.in_force_on else None
    rows: Rows = {HEAD: head}
    for slot in spec.slots:
        rows[f"gap:{slot.title}"] = slot.model_dump()
    for _path, item, parent in walk_items(spec.items):
        own = {name: value for name, value in vars(item).items() if name not in {"items", "indicators"}}
        rows[f"item:{item.key}"] = own | {"parent": parent.key if parent else ""}
        for line in item.indicators:
            rows[f"line:{indicator_key(item.key, line.role)}"] = line.model_dump() | {"theme": item.key}
    for association in spec.associations:
        target = f"{association.framework}:{association.item}"
        rows[f"association:{association.origin} {association.kind} {target}"] = association.model_dump()
    return rows


def _model_to_rows(spec: LogicModelSpec) -> Rows:
    rows: Rows = {HEAD: {"framework": spec.framework}}
    for node in spec.nodes:
        rows[f"node:{node.key}"] = node.model_dump() | {
            "themes": list(node.themes),
            "capabilities": list(node.capabilities),
        }
    for link in spec.links:
        rows[f"link:{link.key}"] = link.model_dump()
    return rows


def rows_to_spec(rows: Rows) -> Spec:
    """The spec of these rows. A row whose parent is missing is left out; `find_problems` reports it."""
    if "edition" not in rows[HEAD]:
        return _rows_to_model(rows)
    under: dict[str, list[ItemSpec]] = defaultdict(list)
    lines: dict[str, list[IndicatorSpec]] = defaultdict(list)
    for row in _rows_of_sort(rows, "line"):
        lines[row["theme"]].append(
            IndicatorSpec(role=row["role"], first_person=row["first_person"], third_person=row["third_person"])
        )
    for row in _rows_of_sort(rows, "item"):
        own = {name: value for name, value in row.items() if name != "parent"}
        under[row["parent"]].append(ItemSpec(**own, indicators=tuple(lines[row["key"]])))

    def with_children(item: ItemSpec) -> ItemSpec:
        return item.replace(items=tuple(with_children(child) for child in under[item.key]))

    day = rows[HEAD]["in_force_on"]
    return FrameworkSpec(
        **rows[HEAD] | {"in_force_on": date.fromisoformat(day) if day else None},
        items=tuple(with_children(item) for item in under[""]),
        slots=tuple(SlotSpec(**row) for row in _rows_of_sort(rows, "gap")),
        associations=tuple(AssociationSpec(**row) for row in _rows_of_sort(rows, "association")),
    )


def _rows_to_model(rows: Rows) -> LogicModelSpec:
    nodes = [
        NodeSpec(**row | {name: tuple(row[name]) for name in ("themes", "capabilities")})
        for row in _rows_of_sort(rows, "node")
    ]
    links = tuple(LinkSpec(**row) for row in _rows_of_sort(rows, "link"))
    return LogicModelSpec(framework=rows[HEAD]["framework"], nodes=tuple(nodes), links=links)


def _rows_of_sort(rows: Rows, sort: str) -> list[Row]:
    return [row for name, row in rows.items() if name.partition(":")[0] == sort]


def title_of(rows: Rows) -> str:
    """Its title: "The Codes for workers, 2024", or the logic model."""
    head = rows[HEAD]
    return f"{head['title']}, {head['edition']}" if "edition" in head else "Leadership Logic Model"


def rows_to_data(rows: Rows) -> list[list[Any]]:
    """For a JSON column, which preserves the order of lists only."""
    return [[name, row] for name, row in rows.items()]


def data_to_rows(data: Iterable[Any]) -> Rows:
    return {name: row for name, row in data}  # noqa: C416 - the pairs are lists


def find_problems(rows: Rows) -> list[Problem]:
    """The problems of rows: references to missing rows, or else what a pack's file would be refused for."""
    if loose := _find_loose_rows(rows):
        return loose
    spec = rows_to_spec(rows)
    return check_logic_model(spec) if isinstance(spec, LogicModelSpec) else check_framework(spec)


def find_problems_of_draft(rows: Rows) -> list[Problem]:
    """The problems for which rows cannot even be shown to their author. A node without links may be one."""
    if loose := _find_loose_rows(rows):
        return loose
    spec = rows_to_spec(rows)
    return check_unfinished_model(spec) if isinstance(spec, LogicModelSpec) else check_framework(spec)


def _find_loose_rows(rows: Rows) -> list[Problem]:
    return [
        Problem(
            name, f"{_row_key(name)} needs {_row_key(other)}, which is not here any more. Leave it out of the draft."
        )
        for name in rows
        for other in _needed_names(name, rows)
        if other not in rows
    ]


def _row_key(name: str) -> str:
    return name.partition(":")[2]


def _needed_names(name: str, rows: Rows) -> list[str]:
    """The names of the rows that this row refers to."""
    fields = NEEDED_ROWS.get(name.partition(":")[0], {})
    return [f"{sort}:{key}" for field, sort in fields.items() if (key := rows[name][field])]


@dataclass(frozen=True)
class MergedRows:
    """Two changes of the same rows, merged. clashes: the rows that both changed, in different ways."""

    rows: Rows
    clashes: list[str]


def merge_rows(base: Rows, mine: Rows, live: Rows) -> MergedRows:
    """Apply the changes from base to mine to live. A row changed on one side only is as that side has it."""
    rows: Rows = {}
    clashes = []
    for name in _merged_order(base, mine, live):
        row, is_clash = _merge_row(base.get(name), mine.get(name), live.get(name))
        clashes += [name] if is_clash else []
        if row is not None:
            rows[name] = row
    return MergedRows(rows, clashes)


def _merge_row(old: Row | None, mine: Row | None, live: Row | None) -> tuple[Row | None, bool]:
    """The merged row, and whether the sides clash."""
    if live in (old, mine):
        return mine, False
    if mine == old:
        return live, False
    both = _merge_fields(old, mine, live) if old and mine and live else None
    return (both, False) if both else (mine or live, True)


def _merge_fields(old_row: Row, mine_row: Row, live_row: Row) -> Row | None:
    """Changes of different fields; None when one field was changed in two ways."""
    row = {}
    for field in mine_row:
        old, mine, live = old_row.get(field), mine_row[field], live_row.get(field)
        if old not in (mine, live) and mine != live:
            return None
        row[field] = live if mine == old else mine
    return row


def _merged_order(base: Rows, mine: Rows, live: Rows) -> list[str]:
    """Every name, in the order of the side that changed the order; what only the other has follows its predecessor."""
    moved = [name for name in mine if name in base] != [name for name in base if name in mine]
    first, other = (mine, live) if moved else (live, mine)
    order = list(first)
    place = 0
    for name in other:
        if name in first:
            place = order.index(name) + 1
        else:
            order.insert(place, name)
            place += 1
    return order


def revert_row(rows: Rows, live: Rows, name: str) -> Rows:
    """The rows with one of them as it is live: restored with the rows it refers to, or removed with those that refer
    to it."""
    if name in live:
        restored_names = {name}
        while (
            more := {other for other_name in restored_names for other in _needed_names(other_name, live)}
            - restored_names
            - set(rows)
        ):
            restored_names |= more
        merged = rows | {other_name: live[other_name] for other_name in restored_names}
        return {other_name: merged[other_name] for other_name in _merged_order({}, live, rows) if other_name in merged}
    removed = {name}
    while more := {other_name for other_name in rows if removed & set(_needed_names(other_name, rows))} - removed:
        removed |= more
    return {other_name: row for other_name, row in rows.items() if other_name not in removed}
