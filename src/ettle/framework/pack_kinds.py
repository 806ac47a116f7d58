"""The files of a content pack that this room loads: frameworks and the logic model."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.framework import actions, queries
from ettle.framework.queries import spec_export
from ettle.framework.types import FrameworkUse
from ettle.framework.types.specs import (
    FrameworkSpec,
    LogicModelSpec,
    check_framework,
    check_logic_model,
    check_uses,
    indicator_key,
    list_uses,
    walk_items,
)
from ettle.kit.input.pack_kinds import PackKind, ResourceName, single_file_kind
from ettle.kit.refusal import Refused


def _item_names(spec: FrameworkSpec) -> Iterator[ResourceName]:
    yield ResourceName("framework", f"{spec.key}@{spec.edition}")
    for _path, item, _parent in walk_items(spec.items):
        keys = [item.key] + [indicator_key(item.key, line.role) for line in item.indicators]
        for key in keys:
            yield ResourceName("item", f"{spec.key}:{key}", is_whole=False)
            if spec.use == FrameworkUse.MAIN.value:
                yield ResourceName("item of the main framework", key, is_whole=False)
            yield ResourceName("item", f"{spec.key}@{spec.edition}:{key}")


def _needed_names(spec: FrameworkSpec) -> Iterator[ResourceName]:
    for path, item, _parent in walk_items(spec.items):
        for place, line in enumerate(item.indicators):
            yield ResourceName("learning role", line.role, f"{path}.indicators.{place}.role")
    for place, association in enumerate(spec.associations):
        yield ResourceName("item", f"{association.framework}:{association.item}", f"associations.{place}.item")


def _node_item_names(spec: LogicModelSpec) -> Iterator[ResourceName]:
    for place, node in enumerate(spec.nodes):
        for field in ("themes", "capabilities"):
            for number, key in enumerate(getattr(node, field)):
                yield ResourceName("item", f"{spec.framework}:{key}", f"nodes.{place}.{field}.{number}")


def _has_item(name: str) -> bool:
    framework, _, key = name.partition(":")
    try:
        return bool(queries.items_by_key([(framework, key)]))
    except Refused:
        return False


def _has_main_item(key: str) -> bool:
    return key in queries.main_item_keys()


def _has_node(key: str) -> bool:
    return key in queries.node_keys()


def _framework_key(spec: FrameworkSpec) -> str:
    return f"{spec.key}@{spec.edition}"


def _find_logic_model() -> LogicModelSpec | None:
    spec = spec_export.logic_model_spec()
    return spec if spec.nodes else None


KINDS = [
    PackKind(
        place="frameworks",
        suffix=".yaml",
        spec=FrameworkSpec,
        check=check_framework,
        key=_framework_key,
        load=actions.put_framework,
        list_keys=spec_export.edition_names,
        find_spec=spec_export.find_framework_spec,
        sorts=frozenset({"item", "item of the main framework", "framework"}),
        needed_sorts=frozenset({"learning role"}),
        defined_names=_item_names,
        needed_names=_needed_names,
        exists={"item": _has_item, "item of the main framework": _has_main_item},
        facts=list_uses,
        check_facts=check_uses,
    ),
    single_file_kind(
        "logic-model.yaml",
        spec=LogicModelSpec,
        check=check_logic_model,
        load=actions.put_logic_model,
        export=_find_logic_model,
        defines="node",
        listed_in="nodes",
        exists=_has_node,
        needed_sorts=frozenset({"item"}),
        needed_names=_node_item_names,
    ),
]
