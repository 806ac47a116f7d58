"""What an account can be linked to: themes, the logic model, the Codes, CPL, inspections; and an area, by its address.

An account is what a person wrote: a log entry, or an answer of an application.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework import queries
from ettle.framework.logic_model.graph import load_graph
from ettle.framework.models import Item, LogicNode
from ettle.framework.queries import CAPABILITIES
from ettle.framework.types import LinkTarget
from ettle.framework.types.rows import MODEL
from ettle.kit.pages import page_titles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CPL, INSPECTION, AREA = "cpl", "care-inspectorate", "area"
CODES = ("codes-workers", "codes-employers")
NUMBERED = (*CODES, CPL)  # people know their items by numbers, which others have only as identifiers
FRAMEWORK_NAMES = {
    CAPABILITIES: _lazy("Capabilities"),
    MODEL: _lazy("Leadership Logic Model"),
    "codes-workers": _lazy("Codes for workers"),
    "codes-employers": _lazy("Codes for employers"),
    CPL: _lazy("Continuous professional learning"),
    INSPECTION: _lazy("Inspection"),
    AREA: _lazy("Areas"),
}
_COLUMNS = ("bring", "do", "engage", "reaction", "outcome", "enabler", "barrier")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


@dataclass(frozen=True)
class TargetList:
    """One page of link targets. name: in the address. ask: the question at its top. frameworks: whose items these are.

    rows: the targets, with those that are wider than one of them, such as a capability above its themes.
    """

    name: str
    words: StrOrPromise
    ask: StrOrPromise
    frameworks: tuple[str, ...]
    targets: Callable[[], list[LinkTarget]]
    rows: Callable[[], list[LinkTarget]]
    has_numbers: bool = False

    def grouped_targets(self, ticked: frozenset[uuid.UUID]) -> list[tuple[str, list[tuple[LinkTarget, bool]]]]:
        groups = groupby(self.targets(), lambda target: target.group)
        return [(group, [(target, target.item in ticked) for target in targets]) for group, targets in groups]


def framework_name(framework: str) -> str:
    return str(FRAMEWORK_NAMES.get(framework, framework))


def _theme_targets() -> list[LinkTarget]:
    themes = queries.list_themes()
    return [replace(item_to_target(theme), group=theme.parent.title if theme.parent else "") for theme in themes]


def _capability_rows() -> list[LinkTarget]:
    """Each capability, then its themes. What is linked to a theme belongs to its capability too."""
    items = queries.capabilities_and_themes()
    rows = []
    for capability in (item for item in items if item.kind == Item.Kind.CAPABILITY):
        themes = [theme for theme in items if theme.parent_id == capability.pk]
        related = frozenset((CAPABILITIES, theme.key) for theme in themes)
        rows += [replace(item_to_target(capability), group=capability.title, related=related)]
        rows += [replace(item_to_target(theme), group=capability.title) for theme in themes]
    return rows


def _node_targets() -> list[LinkTarget]:
    return _in_columns(queries.list_nodes(), node_to_target)


def _node_rows() -> list[LinkTarget]:
    """The nodes of the model. What is linked to a theme or capability of a node belongs to the node too."""
    return _in_columns(load_graph().nodes.values(), node_to_row)


def _in_columns(nodes: Iterable[LogicNode], to_target: Callable[[LogicNode], LinkTarget]) -> list[LinkTarget]:
    columns: dict[str, list[LinkTarget]] = {}
    for node in nodes:
        columns.setdefault(node.column, []).append(to_target(node))
    return [target for column in _COLUMNS for target in columns.get(column, [])]


def node_to_row(node: LogicNode) -> LinkTarget:
    """A node with the capabilities and themes that it belongs to."""
    keys = {item.key for theme in node.themes.all() for item in (theme, theme.parent) if item}
    keys |= {capability.key for capability in node.capabilities.all()}
    return replace(node_to_target(node), related=frozenset((CAPABILITIES, key) for key in keys))


def _code_targets() -> list[LinkTarget]:
    targets = []
    for name in CODES:
        codes = queries.items_of(framework=name, kind="code")
        targets += [
            replace(item_to_target(code), group=f"{FRAMEWORK_NAMES[name]}, {code.framework.edition}") for code in codes
        ]
    return targets


def _element_targets() -> list[LinkTarget]:
    return [item_to_target(item) for item in queries.items_of(framework=CPL, kind="element")]


def _inspection_targets() -> list[LinkTarget]:
    elements = queries.items_of(framework=INSPECTION, kind="element")
    return [replace(item_to_target(item), group=item.parent.title if item.parent else "") for item in elements]


TARGET_LISTS = {
    target_list.name: target_list
    for target_list in (
        TargetList(
            "capabilities",
            _lazy("Capabilities"),
            _lazy("Which themes is this about?"),
            (CAPABILITIES,),
            _theme_targets,
            _capability_rows,
        ),
        TargetList(
            "codes",
            _lazy("The Codes"),
            _lazy("Which parts of the Codes does this touch?"),
            CODES,
            _code_targets,
            _code_targets,
            has_numbers=True,
        ),
        TargetList(
            "cpl",
            "CPL",
            _lazy("Which elements of continuous professional learning is this?"),
            (CPL,),
            _element_targets,
            _element_targets,
            has_numbers=True,
        ),
        TargetList(
            "model",
            _lazy("Leadership Logic Model"),
            _lazy("Where in the Leadership Logic Model does this belong?"),
            (MODEL, CAPABILITIES),
            _node_targets,
            _node_rows,
        ),
        TargetList(
            "inspection",
            _lazy("Inspection"),
            _lazy("Which questions of an inspection does this help to answer?"),
            (INSPECTION,),
            _inspection_targets,
            _inspection_targets,
        ),
    )
}


def requested_targets(query: Mapping[str, str]) -> list[LinkTarget]:
    """The targets that an address names for a new entry: ?theme=emp.1, ?node=D4, ?code=1.3, ?cpl=7, ?area=empower, or
    ?item= with any item's identifier. Unknown ones are ignored: a wrong link must not stop an entry."""
    targets = [target for name, find in _FINDERS.items() if name in query for target in find(query[name][:100])]
    return list({target.item: target for target in targets}.values())


def _make_key_finder(targets: Callable[[], list[LinkTarget]]) -> Callable[[str], Iterator[LinkTarget]]:
    def find(key: str) -> Iterator[LinkTarget]:
        yield from [target for target in targets() if target.key == key][:1]

    return find


def _find_area(key: str) -> Iterator[LinkTarget]:
    """Find an area by its address and title: this room must not import the library."""
    path = reverse("library:area", args=[key]) if _SLUG.fullmatch(key) else ""
    title = page_titles.find_title(path) if path else None
    if title:
        yield LinkTarget(AREA, "", uuid.uuid5(uuid.NAMESPACE_URL, path), key, title, "", path)


def _find_item(number: str) -> Iterable[LinkTarget]:
    try:
        item = queries.find_item(uuid.UUID(number))
    except ValueError:
        return []
    return [item_to_target(item)] if item else []


_FINDERS: dict[str, Callable[[str], Iterable[LinkTarget]]] = {
    "theme": _make_key_finder(_theme_targets),
    "node": _make_key_finder(_node_targets),
    "code": _make_key_finder(_code_targets),
    "cpl": _make_key_finder(_element_targets),
    "item": _find_item,
    "area": _find_area,
}


def item_to_target(item: Item) -> LinkTarget:
    return LinkTarget(
        framework=item.framework.key,
        edition=item.framework.edition,
        item=item.uuid,
        key=item.key,
        title=item.title,
        words=item.statement,
        path=item.get_absolute_url(),
    )


def node_to_target(node: LogicNode) -> LinkTarget:
    path = f"{reverse('framework:logic-model')}?node={node.key}"
    return LinkTarget(MODEL, "", node.uuid, node.key, node.title, node.spoken, path, node.get_column_display())
