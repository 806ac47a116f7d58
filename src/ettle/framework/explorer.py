"""The logic model as a reader explores it: what was picked, what lights up, how it reads aloud, and its drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.safestring import SafeString

from ettle.framework import layered_map, speaking, threads
from ettle.framework.layered_map import Heads, Lit
from ettle.framework.map_layout import ABOVE, BELOW, Arrow, Box
from ettle.framework.models import Item, LogicLink, LogicNode

COLUMNS = LogicNode.Column
Found = TypeVar("Found")
IN_ROWS = (COLUMNS.BRING, COLUMNS.DO, COLUMNS.ENGAGE, COLUMNS.REACTION, COLUMNS.OUTCOME)
PLACES = {column: place for place, column in enumerate(IN_ROWS)} | {COLUMNS.ENABLER: ABOVE, COLUMNS.BARRIER: BELOW}
HEADS = Heads(
    columns=tuple(str(column.label) for column in IN_ROWS),
    above=str(COLUMNS.ENABLER.label),
    below=str(COLUMNS.BARRIER.label),
    cells=("Why", "What must hold", "How strong", "Source"),
)
SAYS = "How what leaders bring, do and how they engage may lead to outcomes, with what helps and what hinders."
OURS = "Our suggestion"
LONGEST_WAY = 12


@dataclass(frozen=True)
class Picked:
    """What a reader picked: one node, or the nodes of a theme or of a capability. item: that theme or capability."""

    nodes: list[LogicNode]
    item: Item | None = None

    @property
    def title(self) -> str:
        return self.item.title if self.item else self.nodes[0].title


@dataclass(frozen=True)
class Way:
    """One route, and how it reads aloud."""

    nodes: list[LogicNode]
    words: str


def pick(model: threads.Model, query: Mapping[str, str], items: Sequence[Item]) -> Picked | None:
    """What the address asks for, items being the themes and capabilities there are. None: nothing.

    Raises LookupError for what is not there.
    """
    if "\0" in "".join(query.values()):
        raise LookupError  # PostgreSQL would not even compare it
    if node := query.get("node"):
        return Picked([_only(one for one in model.nodes.values() if one.key == node)])
    for name, kind in (("theme", Item.Kind.THEME), ("capability", Item.Kind.CAPABILITY)):
        if key := query.get(name):
            item = _only(one for one in items if one.kind == kind and one.key == key)
            return Picked([node for node in model.nodes.values() if _belongs(node, item)], item)
    return None


def _belongs(node: LogicNode, item: Item) -> bool:
    """A capability lights its own nodes and those of its themes."""
    themes = [theme for theme in node.themes.all() if item.pk in {theme.pk, theme.parent_id}]
    return bool(themes) or item in node.capabilities.all()


def _only(found: Iterable[Found]) -> Found:
    for one in found:
        return one
    raise LookupError


def ways(model: threads.Model, picked: Picked) -> list[Way]:
    """The routes through what was picked, read aloud, a dozen at most; for a barrier, what may fail because of it."""
    found: list[Way] = []
    for node in picked.nodes:
        found += [Way(route, speaking.aloud(route)) for route in model.routes(node)]
        hindered = [link for _, link in model.thread(node).hinders]
        found += [Way([node, link.origin], speaking.hindrance(node, link)) for link in hindered]
    # Two nodes of one route would say it twice.
    return list({way.words: way for way in found}.values())[:LONGEST_WAY]


@dataclass(frozen=True)
class Drawn:
    """The model drawn wide for a desk and small for a phone, and its twin as a table."""

    wide: SafeString
    small: SafeString
    table: SafeString


def draw(model: threads.Model, picked: Picked | None, mine: Iterable[str]) -> Drawn:
    boxes = [
        Box(node.key, node.title, PLACES[COLUMNS(node.column)], f"?node={node.key}") for node in model.nodes.values()
    ]
    arrows = [_arrow(model, link) for link in model.links.values()]
    lit = _lit(model, picked, mine)
    return Drawn(
        layered_map.drawn(boxes, arrows, HEADS, name="model", says=SAYS, lit=lit),
        layered_map.drawn(boxes, arrows, HEADS, name="model-small", says=SAYS, lit=lit, small=True),
        layered_map.table(boxes, arrows, HEADS, caption="Every link of the model"),
    )


def _box(node: LogicNode) -> Box:
    return Box(node.key, node.title, PLACES[COLUMNS(node.column)], f"?node={node.key}")


def _lit(model: threads.Model, picked: Picked | None, mine: Iterable[str]) -> Lit:
    if picked is None:
        return Lit(mine=frozenset(mine))
    light = model.light(picked.nodes)
    return Lit(
        boxes=frozenset(model.nodes[pk].key for pk in light.nodes),
        arrows=frozenset(model.links[pk].key for pk in light.links),
        chosen=frozenset(node.key for node in picked.nodes),
        mine=frozenset(mine),
    )


def _arrow(model: threads.Model, link: LogicLink) -> Arrow:
    blocked = model.links.get(link.blocks_id or 0)
    return Arrow(
        key=link.key,
        origin=link.origin.key,
        destination=link.destination.key if link.destination else "",
        blocks=blocked.key if blocked else "",
        kind=link.strength,
        cells=(link.why, link.assumption, link.get_strength_display(), link.source or OURS),
    )


@dataclass(frozen=True)
class OwnAt:
    """A person's own things at one node of the model."""

    node: LogicNode
    things: list[threads.Own]


def own_thread(model: threads.Model, things: list[threads.Own]) -> list[OwnAt]:
    """A person's own things by node, in the model's order. What names a node that is gone is left out."""
    grouped = [OwnAt(node, [one for one in things if one.node == node.key]) for node in model.nodes.values()]
    order = list(PLACES)
    shown = [group for group in grouped if group.things]
    return sorted(shown, key=lambda group: order.index(COLUMNS(group.node.column)))
