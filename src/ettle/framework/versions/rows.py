"""A framework or the logic model as rows that each have a name: to keep as data, to compare, to bring together.

"item:vis.1" is an item with the key of what it stands under, "line:vis.1.frontline" what a theme says for one role. An
association names the edition it leads to, so that what is kept does not turn to another when a newer one comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ettle.framework.specs import (
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
# Which field of a row names another, and of what sort that is.
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
    for one in spec.associations:
        rows[f"association:{one.origin} {one.kind} {one.framework}:{one.item}"] = one.model_dump()
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
    """The spec that these rows are of. What stands under something that is not there is left out: see `faults`."""
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

    def grown(item: ItemSpec) -> ItemSpec:
        return item.replace(items=tuple(grown(one) for one in under[item.key]))

    day = rows[HEAD]["in_force_on"]
    return FrameworkSpec(
        **rows[HEAD] | {"in_force_on": date.fromisoformat(day) if day else None},
        items=tuple(grown(item) for item in under[""]),
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
    """What it is called: "The Codes for workers, 2024", or the logic model."""
    head = rows[HEAD]
    return f"{head['title']}, {head['edition']}" if "edition" in head else "The logic model"


def rows_to_data(rows: Rows) -> list[list[Any]]:
    """For a column of JSON, which keeps the order of lists only."""
    return [[name, row] for name, row in rows.items()]


def data_to_rows(data: Iterable[Any]) -> Rows:
    return {name: row for name, row in data}  # noqa: C416 - the pairs are lists


def find_problems(rows: Rows) -> list[Problem]:
    """What is wrong with rows as they are: what leans on nothing, and what a pack's file would be refused for."""
    loose = [
        Problem(
            name, f"{_row_key(name)} needs {_row_key(other)}, which is not here any more. Leave it out of the draft."
        )
        for name in rows
        for other in _needed_names(name, rows)
        if other not in rows
    ]
    if loose:
        return loose
    spec = rows_to_spec(rows)
    return check_logic_model(spec) if isinstance(spec, LogicModelSpec) else check_framework(spec)


def _row_key(name: str) -> str:
    return name.partition(":")[2]


def _needed_names(name: str, rows: Rows) -> list[str]:
    """The names of the rows that this one leans on."""
    fields = NEEDED_ROWS.get(name.partition(":")[0], {})
    return [f"{sort}:{key}" for field, sort in fields.items() if (key := rows[name][field])]


@dataclass(frozen=True)
class MergedRows:
    """Two changes of the same thing, together. clashes: the rows that both changed, each in its own way."""

    rows: Rows
    clashes: list[str]


def merge_rows(base: Rows, mine: Rows, live: Rows) -> MergedRows:
    """What was changed from base to mine, done to live. A row changed on one side only is as that side has it."""
    rows: Rows = {}
    clashes = []
    for name in _merged_order(base, mine, live):
        row, is_clash = _merge_row(base.get(name), mine.get(name), live.get(name))
        clashes += [name] if is_clash else []
        if row is not None:
            rows[name] = row
    return MergedRows(rows, clashes)


def _merge_row(was: Row | None, wanted: Row | None, there: Row | None) -> tuple[Row | None, bool]:
    """The row that both sides lead to, and whether they clash."""
    if there in (was, wanted):
        return wanted, False
    if wanted == was:
        return there, False
    both = _merge_fields(was, wanted, there) if was and wanted and there else None
    return (both, False) if both else (wanted or there, True)


def _merge_fields(was: Row, wanted: Row, there: Row) -> Row | None:
    """Changes of different fields; None when one field was changed in two ways."""
    row = {}
    for field in wanted:
        old, mine, live = was.get(field), wanted[field], there.get(field)
        if old not in (mine, live) and mine != live:
            return None
        row[field] = live if mine == old else mine
    return row


def _merged_order(base: Rows, mine: Rows, live: Rows) -> list[str]:
    """Every name, in the order of the side that changed the order; what only the other has stands where it stood."""
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
    """The rows with one of them as it is live: changed back or put back, with what it needs; or gone, with what needs
    it."""
    if name in live:
        back = {name}
        while more := {other for one in back for other in _needed_names(one, live)} - back - set(rows):
            back |= more
        restored = rows | {one: live[one] for one in back}
        return {one: restored[one] for one in _merged_order({}, live, rows) if one in restored}
    gone = {name}
    while more := {one for one in rows if gone & set(_needed_names(one, rows))} - gone:
        gone |= more
    return {one: row for one, row in rows.items() if one not in gone}
