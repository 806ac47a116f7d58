"""Edit one thing of a framework or of the logic model.

The whole is read as the spec that would make it, changed in one place, checked as a pack's file is, and put. So there
is one way of writing, and one set of rules. Each Refused names the field that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.framework import as_specs
from ettle.framework.actions.frameworks import put_framework
from ettle.framework.actions.logic_model import put_logic_model
from ettle.framework.models import Association, Framework, Item, LogicLink, LogicNode
from ettle.framework.specs import (
    AssociationSpec,
    FrameworkSpec,
    IndicatorSpec,
    ItemSpec,
    LinkSpec,
    LogicModelSpec,
    NodeSpec,
    check_framework,
    check_logic_model,
    indicator_key,
    walk,
)
from ettle.kit import audit
from ettle.kit.problems import Problem
from ettle.kit.refused import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def change_framework(framework: Framework, *, by: User | None, now: datetime, **head: Any) -> Framework:
    """Change what is said of an edition: title, owner, description, note, source, licence, day in force."""
    return _put(replace(as_specs.framework_spec(framework), **head), by=by, now=now)


@transaction.atomic
def new_edition(*, of: Framework, edition: str, in_force_on: date | None, by: User | None, now: datetime) -> Framework:
    """Begin a new edition with everything that this one holds. What points to this one goes on pointing to it."""
    if not edition.strip():
        raise Refused("Name the new edition, such as 2027", field="edition")
    if Framework.objects.filter(key=of.key, edition=edition).exists():
        raise Refused(f"The edition {edition} is here already. Name another", field="edition")
    return _put(replace(as_specs.framework_spec(of), edition=edition, in_force_on=in_force_on), by=by, now=now)


@transaction.atomic
def put_item(
    *, framework: Framework, key: str, parent: str = "", by: User | None, now: datetime, **fields: Any
) -> Item:
    """Add an item under its parent, or change the one with this key. A line for a role is named by theme and role."""
    spec = as_specs.framework_spec(framework)
    if fields["kind"] == Item.Kind.INDICATOR:
        items, key = _with_line(spec, parent, fields)
    elif key in {item.key for _, item, _ in walk(spec.items)}:
        items = _each(spec.items, lambda item: replace(item, **_own(fields)) if item.key == key else item)
    else:
        items = _added(spec, parent, ItemSpec(key=key, **_own(fields)))
    _put(replace(spec, items=items), by=by, now=now)
    item = framework.items.get(key=key)
    audit.record(by, "edited an item of a framework", item, now=now)
    return item


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"third_person", "role"}}


def _with_line(spec: FrameworkSpec, theme: str, fields: dict[str, Any]) -> tuple[tuple[ItemSpec, ...], str]:
    if not fields["role"]:
        raise Refused("Choose the learning role that this line is for", field="role")
    line = IndicatorSpec(fields["role"], fields["statement"], fields["third_person"])

    def changed(item: ItemSpec) -> ItemSpec:
        if item.key != theme:
            return item
        kept = [one for one in item.indicators if one.role != line.role]
        order = {one.role: place for place, one in enumerate(item.indicators)}
        lines = sorted([*kept, line], key=lambda one: order.get(one.role, len(order)))
        return replace(item, indicators=tuple(lines))

    return _each(spec.items, changed), indicator_key(theme, line.role)


def _added(spec: FrameworkSpec, parent: str, new: ItemSpec) -> tuple[ItemSpec, ...]:
    if not parent:
        return (*spec.items, new)
    return _each(spec.items, lambda item: replace(item, items=(*item.items, new)) if item.key == parent else item)


def _each(items: tuple[ItemSpec, ...], change: Callable[[ItemSpec], ItemSpec]) -> tuple[ItemSpec, ...]:
    return tuple(change(replace(item, items=_each(item.items, change))) for item in items)


def _without(items: tuple[ItemSpec, ...], key: str) -> tuple[ItemSpec, ...]:
    return tuple(
        replace(
            item,
            items=_without(item.items, key),
            indicators=tuple(line for line in item.indicators if indicator_key(item.key, line.role) != key),
        )
        for item in items
        if item.key != key
    )


@transaction.atomic
def take_item_away(item: Item, *, by: User | None, now: datetime) -> None:
    """Take an item out of its framework, with what stands under it. What others point to is retired and can be read."""
    spec = as_specs.framework_spec(item.framework)
    items = _without(spec.items, item.key)
    left = {one.key for _, one, _ in walk(items)}
    kept = tuple(one for one in spec.associations if one.origin in left)
    _put(replace(spec, items=items, associations=kept), by=by, now=now)
    audit.record(by, "took an item out of a framework", item, now=now)


@transaction.atomic
def put_association(
    *, origin: Item, destination: Item, kind: str, by: User | None, now: datetime, **fields: str
) -> Association:
    """Say how an item relates to another, or change what is said. Without a source it is our suggestion."""
    spec = as_specs.framework_spec(origin.framework)
    named = as_specs.named(destination.framework)
    new = AssociationSpec(origin=origin.key, framework=named, item=destination.key, kind=kind, **fields)  # type: ignore[arg-type]  # checked by the form's choices
    _put(replace(spec, associations=_put_among(spec.associations, new, _ends)), by=by, now=now)
    row = Association.objects.get(origin=origin, destination=destination, kind=kind)
    audit.record(by, "edited an association", row, now=now)
    return row


def _ends(one: AssociationSpec) -> tuple[str, ...]:
    return one.origin, one.framework, one.item, one.kind


@transaction.atomic
def take_association_away(association: Association, *, by: User | None, now: datetime) -> None:
    """Say no longer that two items relate."""
    spec = as_specs.framework_spec(association.origin.framework)
    named = as_specs.named(association.destination.framework)
    ends = (association.origin.key, named, association.destination.key, association.kind)
    _put(replace(spec, associations=tuple(one for one in spec.associations if _ends(one) != ends)), by=by, now=now)


@transaction.atomic
def put_node(*, key: str, by: User | None, now: datetime, **fields: Any) -> LogicNode:
    """Add a node to the logic model, or change the one with this key."""
    model = as_specs.logic_model_spec()
    nodes = _put_among(model.nodes, NodeSpec(key=key, **fields), lambda node: node.key)
    _put_model(replace(model, nodes=nodes), "nodes", key, by=by, now=now)
    return LogicNode.objects.get(key=key)


@transaction.atomic
def take_node_away(node: LogicNode, *, by: User | None, now: datetime) -> None:
    """Retire a node. Refused while a link begins or ends at it."""
    model = as_specs.logic_model_spec()
    linked = [link.key for link in model.links if node.key in {link.origin, link.destination}]
    if linked:
        raise Refused(f"Take the links of {node.key} away first: {', '.join(linked)}")
    left = tuple(one for one in model.nodes if one.key != node.key)
    if not left:
        raise Refused("Keep at least one node in the model")
    _put_model(replace(model, nodes=left), "nodes", node.key, by=by, now=now)


@transaction.atomic
def put_link(*, key: str, by: User | None, now: datetime, **fields: Any) -> LogicLink:
    """Add a link to the logic model, or change the one with this key."""
    model = as_specs.logic_model_spec()
    links = _put_among(model.links, LinkSpec(key=key, **fields), lambda link: link.key)
    _put_model(replace(model, links=links), "links", key, by=by, now=now)
    return LogicLink.objects.get(key=key)


@transaction.atomic
def take_link_away(link: LogicLink, *, by: User | None, now: datetime) -> None:
    """Retire a link. Refused while another hinders it."""
    model = as_specs.logic_model_spec()
    hinders = [one.key for one in model.links if one.blocks == link.key]
    if hinders:
        raise Refused(f"Take what hinders {link.key} away first: {', '.join(hinders)}")
    left = tuple(one for one in model.links if one.key != link.key)
    _put_model(replace(model, links=left), "links", link.key, by=by, now=now)


def _put_among(rows: Sequence[Any], new: Any, name: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The rows with the new one in the place of its older self, or at the end."""
    if any(name(one) == name(new) for one in rows):
        return tuple(new if name(one) == name(new) else one for one in rows)
    return (*rows, new)


def _put(spec: FrameworkSpec, *, by: User | None, now: datetime) -> Framework:
    _refuse(check_framework(spec))
    return put_framework(spec, by=by, now=now)


def _put_model(model: LogicModelSpec, among: str, key: str, *, by: User | None, now: datetime) -> None:
    _refuse(check_logic_model(model))
    put_logic_model(model, by=by, now=now)
    row = (LogicNode if among == "nodes" else LogicLink).objects.get(key=key)
    audit.record(by, f"edited the {among} of the logic model", row, now=now)


def _refuse(problems: Iterable[Problem]) -> None:
    """Raises Refused for the first; the last word of its path is the field."""
    for problem in problems:
        raise Refused(problem.words, field=problem.path.rpartition(".")[2])
