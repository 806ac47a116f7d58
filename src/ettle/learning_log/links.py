"""What an entry may be linked to: themes, the logic model, the Codes, the CPL elements; and an area, by its address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.framework import queries as framework
from ettle.kit import places

if TYPE_CHECKING:
    from ettle.framework.models import Item, LogicNode

MODEL, AREA = "logic-model", "area"
NAMES = {
    "capabilities": "Capabilities",
    MODEL: "How leadership makes a difference",
    "codes-workers": "Codes for workers",
    "codes-employers": "Codes for employers",
    "cpl": "Continuous professional learning",
    AREA: "Areas",
}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


@dataclass(frozen=True)
class Target:
    """Something that an entry may be linked to, with the words that it has now. group: the heading it stands under."""

    framework: str
    edition: str
    item: uuid.UUID
    key: str
    title: str
    words: str
    path: str
    group: str = ""


@dataclass(frozen=True)
class Shelf:
    """One page of things to link to. name: in the address."""

    name: str
    words: str
    ask: str
    targets: Callable[[], list[Target]]

    def grouped(self, ticked: frozenset[uuid.UUID]) -> list[tuple[str, list[tuple[Target, bool]]]]:
        groups = groupby(self.targets(), lambda one: one.group)
        return [(group, [(one, one.item in ticked) for one in targets]) for group, targets in groups]


def _themes() -> list[Target]:
    themes = framework.themes()
    return [replace(_from_item(one), group=one.parent.title if one.parent else "") for one in themes]


def _nodes() -> list[Target]:
    columns: dict[str, list[Target]] = {}
    for node in framework.nodes():
        columns.setdefault(node.get_column_display(), []).append(_from_node(node))
    order = ("Bring", "Do", "Engage", "Reactions", "Outcomes", "Enablers", "Barriers")
    return [one for column in order for one in columns.get(column, [])]


def _codes() -> list[Target]:
    found = []
    for name in ("codes-workers", "codes-employers"):
        codes = framework.items_of(framework=name, kind="code")
        found += [replace(_from_item(one), group=f"{NAMES[name]}, {one.framework.edition}") for one in codes]
    return found


def _elements() -> list[Target]:
    return [_from_item(one) for one in framework.items_of(framework="cpl", kind="element")]


SHELVES = {
    shelf.name: shelf
    for shelf in (
        Shelf("capabilities", "Capabilities", "Which themes is this about?", _themes),
        Shelf("model", "The logic model", "Where in the logic model does this belong?", _nodes),
        Shelf("codes", "The Codes", "Which parts of the Codes does this touch?", _codes),
        Shelf("cpl", "CPL", "Which elements of continuous professional learning is this?", _elements),
    )
}


def asked(query: Mapping[str, str]) -> list[Target]:
    """What an address asks a new entry to be linked to: ?theme=emp.1, ?node=D4, ?code=1.3, ?cpl=7, ?area=empower, or
    ?item= with any item's identifier. What is not there is left out: words are not refused for a link."""
    found = [one for name, find in _FINDERS.items() if name in query for one in find(query[name][:100])]
    return list({one.item: one for one in found}.values())


def _keyed(targets: Callable[[], list[Target]]) -> Callable[[str], Iterator[Target]]:
    def find(key: str) -> Iterator[Target]:
        yield from [one for one in targets() if one.key == key][:1]

    return find


def _area(key: str) -> Iterator[Target]:
    """An area lies in a room that this one does not know: there is its address, and what it is called."""
    path = reverse("library:area", args=[key]) if _SLUG.fullmatch(key) else ""
    title = places.title_of(path) if path else None
    if title:
        yield Target(AREA, "", uuid.uuid5(uuid.NAMESPACE_URL, path), key, title, "", path)


def _item(number: str) -> Iterable[Target]:
    try:
        return [_from_item(one) for one in framework.item_of(uuid.UUID(number))]
    except ValueError:
        return []


_FINDERS: dict[str, Callable[[str], Iterable[Target]]] = {
    "theme": _keyed(_themes),
    "node": _keyed(_nodes),
    "code": _keyed(_codes),
    "cpl": _keyed(_elements),
    "item": _item,
    "area": _area,
}


def _from_item(item: Item) -> Target:
    return Target(
        framework=item.framework.key,
        edition=item.framework.edition,
        item=item.uuid,
        key=item.key,
        title=item.title,
        words=item.statement,
        path=item.get_absolute_url(),
    )


def _from_node(node: LogicNode) -> Target:
    path = f"{reverse('framework:logic-model')}?node={node.key}"
    return Target(MODEL, "", node.uuid, node.key, node.title, node.spoken, path, node.get_column_display())
