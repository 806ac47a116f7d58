"""A framework and the logic model as the specs that produce them: to export them, or to change a part of one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ettle.framework.models import Association, AssociationQuerySet, Framework, Item, LogicLink, LogicNode
from ettle.framework.queries import main_framework_keys
from ettle.framework.types import rows
from ettle.framework.types.specs import (
    AssociationSpec,
    FrameworkSpec,
    IndicatorSpec,
    ItemSpec,
    LinkSpec,
    LogicModelSpec,
    NodeSpec,
    SlotSpec,
)

HEAD_FIELDS = (
    "key",
    "edition",
    "title",
    "owner",
    "language",
    "licence",
    "description",
    "note",
    "source_url",
    "in_force_on",
    "use",
)


def edition_names() -> list[str]:
    """Every edition of every framework by its name: "codes-workers@2024"."""
    rows = Framework.objects.order_by("key", "edition").values_list("key", "edition")
    return [f"{key}@{edition}" for key, edition in rows]


def find_framework_spec(name: str) -> FrameworkSpec | None:
    """The edition of this name, or None."""
    key, _, edition = name.partition("@")
    framework = Framework.objects.filter(key=key, edition=edition).first()
    return framework_spec(framework) if framework else None


def current_rows(subject: str) -> rows.Rows | None:
    """The rows of an edition ("codes-workers@2024") or of the logic model, each association with the edition it leads
    to; None when it does not exist. Four or five queries."""
    if subject == rows.MODEL:
        model = logic_model_spec()
        return rows.spec_to_rows(model) if model.nodes else None
    key, _, edition = subject.partition("@")
    framework = Framework.objects.filter(key=key, edition=edition).first()
    return rows.spec_to_rows(_framework_to_spec(framework, {})) if framework else None


def pinned_spec(framework: Framework) -> FrameworkSpec:
    """One edition as it is now, each association with the edition it leads to."""
    return _framework_to_spec(framework, {})


def framework_spec(framework: Framework) -> FrameworkSpec:
    """One edition as it is now, without what is retired; writing the spec again changes nothing. Four queries."""
    newest: dict[str, int] = {}
    for pk, key in Framework.objects.newest_first().values_list("pk", "key"):
        newest.setdefault(key, pk)
    return _framework_to_spec(framework, newest)


def _framework_to_spec(framework: Framework, newest: dict[str, int]) -> FrameworkSpec:
    """newest: by framework key, the edition that an association need not name."""
    children: dict[int | None, list[Item]] = defaultdict(list)
    for item in framework.items.current().order_by("position"):
        children[item.parent_id].append(item)
    head: dict[str, Any] = {name: getattr(framework, name) for name in HEAD_FIELDS}
    return FrameworkSpec(
        **head,
        is_ours=framework.is_ours,
        items=tuple(_item_to_spec(item, children) for item in children[None]),
        slots=tuple(SlotSpec(**slot) for slot in framework.slots),
        associations=tuple(_association_to_spec(row, newest) for row in _current_associations(framework)),
    )


def _item_to_spec(item: Item, children: dict[int | None, list[Item]]) -> ItemSpec:
    children_here = children[item.pk]
    lines = [child for child in children_here if child.kind == Item.Kind.INDICATOR]
    return ItemSpec(
        key=item.key,
        kind=item.kind,  # type: ignore[arg-type]  # the column holds what the spec may hold
        title=item.title,
        statement=item.statement,
        audience=item.audience,
        is_verified=item.is_verified,
        near_source=item.near_source,
        icon=item.icon,  # type: ignore[arg-type]  # the column holds what the spec may hold
        indicators=tuple(
            IndicatorSpec(role=line.role, first_person=line.statement, third_person=line.third_person) for line in lines
        ),
        items=tuple(_item_to_spec(child, children) for child in children_here if child.kind != Item.Kind.INDICATOR),
    )


def _current_associations(framework: Framework) -> AssociationQuerySet:
    return Association.objects.filter(origin__framework=framework).for_display().order_by("pk")


def _association_to_spec(row: Association, newest: dict[str, int]) -> AssociationSpec:
    """An edition that is not the newest is pinned by name."""
    target = row.destination.framework
    return AssociationSpec(
        origin=row.origin.key,
        framework=target.key if newest.get(target.key) == target.pk else f"{target.key}@{target.edition}",
        item=row.destination.key,
        strength=row.strength,  # type: ignore[arg-type]  # the column holds what the spec may hold
        kind=row.kind,
        source=row.source,
        note=row.note,
    )


def logic_model_spec() -> LogicModelSpec:
    """The model as it is now, without what is retired. Four queries."""
    nodes = LogicNode.objects.current().order_by("position").prefetch_related("themes__framework", "capabilities")
    links = LogicLink.objects.current().select_related("origin", "destination", "blocks").order_by("pk")
    framework = next((item.framework.key for node in nodes for item in node.themes.all()), "")
    framework = framework or main_framework_keys().first() or ""
    # In the order in which they are written: links that hinder come after what they hinder.
    in_order = sorted(links, key=lambda link: link.blocks_id is not None)
    return LogicModelSpec(
        framework=framework,
        nodes=tuple(_node_to_spec(node) for node in nodes),
        links=tuple(_link_to_spec(link) for link in in_order),
    )


def _node_to_spec(node: LogicNode) -> NodeSpec:
    return NodeSpec(
        key=node.key,
        column=node.column,  # type: ignore[arg-type]  # the column holds what the spec may hold
        title=node.title,
        spoken=node.spoken,
        is_first=node.is_first,
        themes=tuple(item.key for item in node.themes.all()),
        capabilities=tuple(item.key for item in node.capabilities.all()),
    )


def _link_to_spec(link: LogicLink) -> LinkSpec:
    return LinkSpec(
        key=link.key,
        origin=link.origin.key,
        why=link.why,
        strength=link.strength,  # type: ignore[arg-type]  # the column holds what the spec may hold
        destination=link.destination.key if link.destination else "",
        blocks=link.blocks.key if link.blocks else "",
        assumption=link.assumption,
        source=link.source,
    )
