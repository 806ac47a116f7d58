"""Edit one thing of a framework or of the logic model.

The whole is read as the spec that would make it, changed in one place, checked as a pack's file is, and put. So there
is one way of writing, and one set of rules. Each Refused names the field that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.framework import spec_export
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
    walk_items,
)
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def change_framework(framework: Framework, *, by: User | None, now: datetime, **head: Any) -> Framework:
    """Change what is said of an edition: title, owner, description, note, source, licence, day in force."""
    return _check_and_put(spec_export.framework_spec(framework).replace(**head), by=by, now=now)


@transaction.atomic
def new_edition(*, of: Framework, edition: str, in_force_on: date | None, by: User | None, now: datetime) -> Framework:
    """Begin a new edition with everything that this one holds. What points to this one goes on pointing to it."""
    if not edition.strip():
        raise Refused("Name the new edition, such as 2027", field="edition")
    if Framework.objects.filter(key=of.key, edition=edition).exists():
        raise Refused(f"The edition {edition} is here already. Name another", field="edition")
    return _check_and_put(
        spec_export.framework_spec(of).replace(edition=edition, in_force_on=in_force_on), by=by, now=now
    )


@transaction.atomic
def put_item(
    *, framework: Framework, key: str, parent: str = "", by: User | None, now: datetime, **fields: Any
) -> Item:
    """Add an item under its parent, or change the one with this key. A line for a role is named by theme and role."""
    spec = spec_export.framework_spec(framework)
    if fields["kind"] == Item.Kind.INDICATOR:
        items, key = _put_indicator(spec, parent, fields)
    elif key in {item.key for _, item, _ in walk_items(spec.items)}:
        items = _map_items(spec.items, lambda item: item.replace(**_item_fields(fields)) if item.key == key else item)
    else:
        items = _add_item(spec, parent, ItemSpec(key=key, **_item_fields(fields)))
    _check_and_put(spec.replace(items=items), by=by, now=now)
    item = framework.items.get(key=key)
    audit.record(by, "edited an item of a framework", item, now=now)
    return item


def _item_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"third_person", "role"}}


def _put_indicator(spec: FrameworkSpec, theme: str, fields: dict[str, Any]) -> tuple[tuple[ItemSpec, ...], str]:
    if not fields["role"]:
        raise Refused("Choose the learning role that this line is for", field="role")
    line = IndicatorSpec(role=fields["role"], first_person=fields["statement"], third_person=fields["third_person"])

    def changed(item: ItemSpec) -> ItemSpec:
        if item.key != theme:
            return item
        kept = [one for one in item.indicators if one.role != line.role]
        order = {one.role: place for place, one in enumerate(item.indicators)}
        lines = sorted([*kept, line], key=lambda one: order.get(one.role, len(order)))
        return item.replace(indicators=tuple(lines))

    return _map_items(spec.items, changed), indicator_key(theme, line.role)


def _add_item(spec: FrameworkSpec, parent: str, new: ItemSpec) -> tuple[ItemSpec, ...]:
    if not parent:
        return (*spec.items, new)
    return _map_items(spec.items, lambda item: item.replace(items=(*item.items, new)) if item.key == parent else item)


def _map_items(items: tuple[ItemSpec, ...], change: Callable[[ItemSpec], ItemSpec]) -> tuple[ItemSpec, ...]:
    return tuple(change(item.replace(items=_map_items(item.items, change))) for item in items)


def _drop_key(items: tuple[ItemSpec, ...], key: str) -> tuple[ItemSpec, ...]:
    return tuple(
        item.replace(
            items=_drop_key(item.items, key),
            indicators=tuple(line for line in item.indicators if indicator_key(item.key, line.role) != key),
        )
        for item in items
        if item.key != key
    )


@transaction.atomic
def remove_item(item: Item, *, by: User | None, now: datetime) -> None:
    """Take an item out of its framework, with what stands under it. What others point to is retired and can be read."""
    spec = spec_export.framework_spec(item.framework)
    items = _drop_key(spec.items, item.key)
    left = {one.key for _, one, _ in walk_items(items)}
    kept = tuple(one for one in spec.associations if one.origin in left)
    _check_and_put(spec.replace(items=items, associations=kept), by=by, now=now)
    audit.record(by, "took an item out of a framework", item, now=now)


@transaction.atomic
def put_association(
    *, origin: Item, destination: Item, kind: str, by: User | None, now: datetime, **fields: str
) -> Association:
    """Say how an item relates to another, or change what is said. Without a source it is our suggestion."""
    spec = spec_export.framework_spec(origin.framework)
    named = spec_export.edition_reference(destination.framework)
    new = AssociationSpec(origin=origin.key, framework=named, item=destination.key, kind=kind, **fields)  # type: ignore[arg-type]  # checked by the form's choices
    _check_and_put(
        spec.replace(associations=_replace_or_append(spec.associations, new, _association_ends)), by=by, now=now
    )
    row = Association.objects.get(origin=origin, destination=destination, kind=kind)
    audit.record(by, "edited an association", row, now=now)
    return row


def _association_ends(one: AssociationSpec) -> tuple[str, ...]:
    return one.origin, one.framework, one.item, one.kind


@transaction.atomic
def remove_association(association: Association, *, by: User | None, now: datetime) -> None:
    """Say no longer that two items relate."""
    spec = spec_export.framework_spec(association.origin.framework)
    named = spec_export.edition_reference(association.destination.framework)
    ends = (association.origin.key, named, association.destination.key, association.kind)
    _check_and_put(
        spec.replace(associations=tuple(one for one in spec.associations if _association_ends(one) != ends)),
        by=by,
        now=now,
    )


@transaction.atomic
def put_node(*, key: str, by: User | None, now: datetime, **fields: Any) -> LogicNode:
    """Add a node to the logic model, or change the one with this key."""
    model = spec_export.logic_model_spec()
    nodes = _replace_or_append(model.nodes, NodeSpec(key=key, **fields), lambda node: node.key)
    _check_and_put_model(model.replace(nodes=nodes), "nodes", key, by=by, now=now)
    return LogicNode.objects.get(key=key)


@transaction.atomic
def remove_node(node: LogicNode, *, by: User | None, now: datetime) -> None:
    """Retire a node. Refused while a link begins or ends at it."""
    model = spec_export.logic_model_spec()
    linked = [link.key for link in model.links if node.key in {link.origin, link.destination}]
    if linked:
        raise Refused(f"Take the links of {node.key} away first: {', '.join(linked)}")
    left = tuple(one for one in model.nodes if one.key != node.key)
    if not left:
        raise Refused("Keep at least one node in the model")
    _check_and_put_model(model.replace(nodes=left), "nodes", node.key, by=by, now=now)


@transaction.atomic
def put_link(*, key: str, by: User | None, now: datetime, **fields: Any) -> LogicLink:
    """Add a link to the logic model, or change the one with this key."""
    model = spec_export.logic_model_spec()
    links = _replace_or_append(model.links, LinkSpec(key=key, **fields), lambda link: link.key)
    _check_and_put_model(model.replace(links=links), "links", key, by=by, now=now)
    return LogicLink.objects.get(key=key)


@transaction.atomic
def remove_link(link: LogicLink, *, by: User | None, now: datetime) -> None:
    """Retire a link. Refused while another hinders it."""
    model = spec_export.logic_model_spec()
    hinders = [one.key for one in model.links if one.blocks == link.key]
    if hinders:
        raise Refused(f"Take what hinders {link.key} away first: {', '.join(hinders)}")
    left = tuple(one for one in model.links if one.key != link.key)
    _check_and_put_model(model.replace(links=left), "links", link.key, by=by, now=now)


def _replace_or_append(rows: Sequence[Any], new: Any, name: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The rows with the new one in the place of its older self, or at the end."""
    if any(name(one) == name(new) for one in rows):
        return tuple(new if name(one) == name(new) else one for one in rows)
    return (*rows, new)


def _check_and_put(spec: FrameworkSpec, *, by: User | None, now: datetime) -> Framework:
    _refuse_problems(check_framework(spec))
    return put_framework(spec, by=by, now=now)


def _check_and_put_model(model: LogicModelSpec, among: str, key: str, *, by: User | None, now: datetime) -> None:
    _refuse_problems(check_logic_model(model))
    put_logic_model(model, by=by, now=now)
    row = (LogicNode if among == "nodes" else LogicLink).objects.get(key=key)
    audit.record(by, f"edited the {among} of the logic model", row, now=now)


def _refuse_problems(problems: Iterable[Problem]) -> None:
    """Raises Refused for the first; the last word of its path is the field."""
    for problem in problems:
        raise Refused(problem.words, field=problem.path.rpartition(".")[2])
