"""What an entry can be linked to: themes, the logic model, the Codes, the CPL elements; and an area, by its address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework import queries as framework
from ettle.kit.pages import page_titles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.framework.models import Item, LogicNode

LOGIC_MODEL, AREA = "logic-model", "area"
FRAMEWORK_NAMES = {
    "capabilities": _lazy("Capabilities"),
    LOGIC_MODEL: _lazy("Leadership Logic Model"),
    "codes-workers": _lazy("Codes for workers"),
    "codes-employers": _lazy("Codes for employers"),
    "cpl": _lazy("Continuous professional learning"),
    AREA: _lazy("Areas"),
}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


@dataclass(frozen=True)
class LinkTarget:
    """Something that an entry can be linked to, with its current wording. group: the heading above it."""

    framework: str
    edition: str
    item: uuid.UUID
    key: str
    title: str
    words: str
    path: str
    group: str = ""


@dataclass(frozen=True)
class TargetList:
    """One page of link targets. name: in the address. ask: the question at its top."""

    name: str
    words: StrOrPromise
    ask: StrOrPromise
    targets: Callable[[], list[LinkTarget]]

    def grouped_targets(self, ticked: frozenset[uuid.UUID]) -> list[tuple[str, list[tuple[LinkTarget, bool]]]]:
        groups = groupby(self.targets(), lambda target: target.group)
        return [(group, [(target, target.item in ticked) for target in targets]) for group, targets in groups]


def _theme_targets() -> list[LinkTarget]:
    themes = framework.list_themes()
    return [replace(_item_to_target(theme), group=theme.parent.title if theme.parent else "") for theme in themes]


def _node_targets() -> list[LinkTarget]:
    columns: dict[str, list[LinkTarget]] = {}
    for node in framework.list_nodes():
        columns.setdefault(node.column, []).append(_node_to_target(node))
    order = ("bring", "do", "engage", "reaction", "outcome", "enabler", "barrier")
    return [target for column in order for target in columns.get(column, [])]


def _code_targets() -> list[LinkTarget]:
    targets = []
    for name in ("codes-workers", "codes-employers"):
        codes = framework.items_of(framework=name, kind="code")
        targets += [
            replace(_item_to_target(code), group=f"{FRAMEWORK_NAMES[name]}, {code.framework.edition}") for code in codes
        ]
    return targets


def _element_targets() -> list[LinkTarget]:
    return [_item_to_target(item) for item in framework.items_of(framework="cpl", kind="element")]


TARGET_LISTS = {
    target_list.name: target_list
    for target_list in (
        TargetList("capabilities", _lazy("Capabilities"), _lazy("Which themes is this about?"), _theme_targets),
        TargetList(
            "model",
            _lazy("Leadership Logic Model"),
            _lazy("Where in the Leadership Logic Model does this belong?"),
            _node_targets,
        ),
        TargetList("codes", _lazy("The Codes"), _lazy("Which parts of the Codes does this touch?"), _code_targets),
        TargetList(
            "cpl", "CPL", _lazy("Which elements of continuous professional learning is this?"), _element_targets
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
        item = framework.find_item(uuid.UUID(number))
    except ValueError:
        return []
    return [_item_to_target(item)] if item else []


_FINDERS: dict[str, Callable[[str], Iterable[LinkTarget]]] = {
    "theme": _make_key_finder(_theme_targets),
    "node": _make_key_finder(_node_targets),
    "code": _make_key_finder(_code_targets),
    "cpl": _make_key_finder(_element_targets),
    "item": _find_item,
    "area": _find_area,
}


def _item_to_target(item: Item) -> LinkTarget:
    return LinkTarget(
        framework=item.framework.key,
        edition=item.framework.edition,
        item=item.uuid,
        key=item.key,
        title=item.title,
        words=item.statement,
        path=item.get_absolute_url(),
    )


def _node_to_target(node: LogicNode) -> LinkTarget:
    path = f"{reverse('framework:logic-model')}?node={node.key}"
    return LinkTarget(LOGIC_MODEL, "", node.uuid, node.key, node.title, node.spoken, path, node.get_column_display())
