"""One change of a framework or of the logic model, as the spec with the change. Nothing is written.

The current spec is exported and changed in one place. So there is one way of writing, and one set of rules: the spec is
then checked as a pack's file is. Each Refused names the field that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ettle.framework.models import Association, Framework, Item, LogicLink, LogicNode
from ettle.framework.queries import spec_export
from ettle.framework.types.specs import (
    AssociationSpec,
    FrameworkSpec,
    IndicatorSpec,
    ItemSpec,
    LinkSpec,
    LogicModelSpec,
    NodeSpec,
    indicator_key,
    walk_items,
)
from ettle.kit.refusal import Refused


def change_head(framework: Framework, **head: Any) -> FrameworkSpec:
    """Change the fields of an edition: title, owner, description, note, source, licence, day in force."""
    return spec_export.pinned_spec(framework).replace(**head)


def new_edition(*, of: Framework, edition: str, in_force_on: date | None, **head: Any) -> FrameworkSpec:
    """A new edition with everything that this one has. What points to this one still points to it."""
    if not edition.strip():
        raise Refused(_("Name the new edition, such as 2027"), field="edition")
    if Framework.objects.filter(key=of.key, edition=edition).exists():
        raise Refused(
            _("The edition %(edition)s is here already. Name another") % {"edition": edition}, field="edition"
        )
    return spec_export.pinned_spec(of).replace(edition=edition, in_force_on=in_force_on, **head)


def put_item(*, framework: Framework, key: str, parent: str = "", **fields: Any) -> FrameworkSpec:
    """Add an item under its parent, or change the one with this key. A line for a role is named by theme and role."""
    spec = spec_export.pinned_spec(framework)
    if fields["kind"] == Item.Kind.INDICATOR:
        items = _put_indicator(spec, parent, fields)
    elif key in {item.key for _, item, _ in walk_items(spec.items)}:
        items = _map_items(spec.items, lambda item: item.replace(**_item_fields(fields)) if item.key == key else item)
    else:
        items = _add_item(spec, parent, ItemSpec(key=key, **_item_fields(fields)))
    return spec.replace(items=items)


def _item_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in {"third_person", "role"}}


def _put_indicator(spec: FrameworkSpec, theme: str, fields: dict[str, Any]) -> tuple[ItemSpec, ...]:
    if not fields["role"]:
        raise Refused(_("Choose the learning role that this line is for"), field="role")
    line = IndicatorSpec(role=fields["role"], first_person=fields["statement"], third_person=fields["third_person"])

    def replace_line(item: ItemSpec) -> ItemSpec:
        if item.key != theme:
            return item
        others = [indicator for indicator in item.indicators if indicator.role != line.role]
        order = {indicator.role: place for place, indicator in enumerate(item.indicators)}
        lines = sorted([*others, line], key=lambda indicator: order.get(indicator.role, len(order)))
        return item.replace(indicators=tuple(lines))

    return _map_items(spec.items, replace_line)


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


def remove_item(item: Item) -> FrameworkSpec:
    """Remove an item from its framework, with its descendants and their associations."""
    spec = spec_export.pinned_spec(item.framework)
    items = _drop_key(spec.items, item.key)
    left = {left.key for _, left, _ in walk_items(items)}
    associations = tuple(association for association in spec.associations if association.origin in left)
    return spec.replace(items=items, associations=associations)


def put_association(*, origin: Item, destination: Item, kind: str, **fields: str) -> FrameworkSpec:
    """Add an association between two items, or change it. Without a source it is our suggestion."""
    spec = spec_export.pinned_spec(origin.framework)
    new = AssociationSpec(
        origin=origin.key,
        framework=destination.framework.subject,
        item=destination.key,
        kind=kind,
        **fields,  # type: ignore[arg-type]  # checked by the form's choices
    )
    return spec.replace(associations=_replace_or_append(spec.associations, new, _association_ends))


def _association_ends(association: AssociationSpec) -> tuple[str, ...]:
    return association.origin, association.framework, association.item, association.kind


def remove_association(association: Association) -> FrameworkSpec:
    """Remove an association between two items."""
    spec = spec_export.pinned_spec(association.origin.framework)
    target = association.destination
    ends = (association.origin.key, target.framework.subject, target.key, association.kind)
    return spec.replace(associations=tuple(row for row in spec.associations if _association_ends(row) != ends))


def put_node(*, key: str, **fields: Any) -> LogicModelSpec:
    """Add a node to the logic model, or change the one with this key. A new first node takes the place of the old."""
    model = spec_export.logic_model_spec()
    if fields.get("is_first"):
        model = model.replace(nodes=tuple(node.replace(is_first=False) for node in model.nodes))
    return model.replace(nodes=_replace_or_append(model.nodes, NodeSpec(key=key, **fields), lambda node: node.key))


def remove_node(node: LogicNode) -> LogicModelSpec:
    """Remove a node from the model. Raises Refused while a link begins or ends at it."""
    model = spec_export.logic_model_spec()
    linked = [link.key for link in model.links if node.key in {link.origin, link.destination}]
    if linked:
        raise Refused(_("Remove the links of %(key)s first: %(links)s") % {"key": node.key, "links": ", ".join(linked)})
    left = tuple(other for other in model.nodes if other.key != node.key)
    if not left:
        raise Refused(_("Keep at least one node in the model"))
    return model.replace(nodes=left)


def put_link(*, key: str, **fields: Any) -> LogicModelSpec:
    """Add a link to the logic model, or change the one with this key."""
    model = spec_export.logic_model_spec()
    return model.replace(links=_replace_or_append(model.links, LinkSpec(key=key, **fields), lambda link: link.key))


def remove_link(link: LogicLink) -> LogicModelSpec:
    """Remove a link from the model. Raises Refused while another hinders it."""
    model = spec_export.logic_model_spec()
    hinders = [other.key for other in model.links if other.blocks == link.key]
    if hinders:
        raise Refused(
            _("Remove what hinders %(key)s first: %(barriers)s") % {"key": link.key, "barriers": ", ".join(hinders)}
        )
    return model.replace(links=tuple(other for other in model.links if other.key != link.key))


def _replace_or_append(rows: Sequence[Any], new: Any, name: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The rows with the new row in place of the row of the same name, or at the end."""
    if any(name(row) == name(new) for row in rows):
        return tuple(new if name(row) == name(new) else row for row in rows)
    return (*rows, new)
