"""The logic model as a reader explores it: what was picked, what lights up, how it reads aloud, and its drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.safestring import SafeString

from ettle.framework.logic_model import graph, map_svg, sentences
from ettle.framework.logic_model.map_layout import ABOVE, BELOW, Arrow, Box
from ettle.framework.logic_model.map_svg import Headings, Highlight
from ettle.framework.models import Item, LogicLink, LogicNode
from ettle.framework.types import PersonalLink

COLUMNS = LogicNode.Column
Found = TypeVar("Found")
IN_ROWS = (COLUMNS.BRING, COLUMNS.DO, COLUMNS.ENGAGE, COLUMNS.REACTION, COLUMNS.OUTCOME)
PLACES = {column: place for place, column in enumerate(IN_ROWS)} | {COLUMNS.ENABLER: ABOVE, COLUMNS.BARRIER: BELOW}
HEADS = Headings(
    columns=tuple(str(column.label) for column in IN_ROWS),
    above=str(COLUMNS.ENABLER.label),
    below=str(COLUMNS.BARRIER.label),
    cells=("Why", "What must hold", "How strong", "Source"),
)
MAP_DESCRIPTION = (
    "How what leaders bring, do and how they engage may lead to outcomes, with what helps and what hinders."
)
OUR_SUGGESTION = "Our suggestion"
MOST_WAYS = 12


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


def pick_nodes(model: graph.LogicGraph, query: Mapping[str, str]) -> Picked | None:
    """What the address asks for. None: nothing.

    Raises LookupError for what is not there.
    """
    if "\0" in "".join(query.values()):
        raise LookupError  # PostgreSQL would not even compare it
    if node := query.get("node"):
        return Picked([_first_found(one for one in model.nodes.values() if one.key == node)])
    for name, kind in (("theme", Item.Kind.THEME), ("capability", Item.Kind.CAPABILITY)):
        if key := query.get(name):
            item = _first_found(one for one in model.items if one.kind == kind and one.key == key)
            return Picked([node for node in model.nodes.values() if _is_linked_to(node, item)], item)
    return None


def _is_linked_to(node: LogicNode, item: Item) -> bool:
    """A capability lights its own nodes and those of its themes."""
    themes = [theme for theme in node.themes.all() if item.pk in {theme.pk, theme.parent_id}]
    return bool(themes) or item in node.capabilities.all()


def _first_found(found: Iterable[Found]) -> Found:
    for one in found:
        return one
    raise LookupError


def find_ways(model: graph.LogicGraph, picked: Picked) -> list[Way]:
    """The routes through what was picked, read aloud, a dozen at most; for a barrier, what may fail because of it."""
    found: list[Way] = []
    for node in picked.nodes:
        found += [Way(route, sentences.route_sentence(route)) for route in model.find_routes(node)]
        hindered = [link for _, link in model.thread_of(node).hinders]
        found += [Way([node, link.origin], sentences.hindrance_sentence(node, link)) for link in hindered]
    # Two nodes of one route would say it twice.
    return list({way.words: way for way in found}.values())[:MOST_WAYS]


@dataclass(frozen=True)
class ModelDrawing:
    """The model drawn wide for a desk and small for a phone, and its twin as a table."""

    wide: SafeString
    small: SafeString
    table: SafeString


def draw_model(model: graph.LogicGraph, picked: Picked | None, mine: Iterable[str]) -> ModelDrawing:
    boxes = [
        Box(node.key, node.title, PLACES[COLUMNS(node.column)], f"?node={node.key}") for node in model.nodes.values()
    ]
    arrows = [_link_arrow(model, link) for link in model.links.values()]
    lit = _highlighted_parts(model, picked, mine)
    return ModelDrawing(
        map_svg.render_map(boxes, arrows, HEADS, name="model", says=MAP_DESCRIPTION, lit=lit),
        map_svg.render_map(boxes, arrows, HEADS, name="model-small", says=MAP_DESCRIPTION, lit=lit, small=True),
        map_svg.render_table(boxes, arrows, HEADS, caption="Every link of the model"),
    )


def _node_box(node: LogicNode) -> Box:
    return Box(node.key, node.title, PLACES[COLUMNS(node.column)], f"?node={node.key}")


def _highlighted_parts(model: graph.LogicGraph, picked: Picked | None, mine: Iterable[str]) -> Highlight:
    if picked is None:
        return Highlight(mine=frozenset(mine))
    light = model.highlight_routes(picked.nodes)
    return Highlight(
        boxes=frozenset(model.nodes[pk].key for pk in light.nodes),
        arrows=frozenset(model.links[pk].key for pk in light.links),
        chosen=frozenset(node.key for node in picked.nodes),
        mine=frozenset(mine),
    )


def _link_arrow(model: graph.LogicGraph, link: LogicLink) -> Arrow:
    blocked = model.links.get(link.blocks_id or 0)
    return Arrow(
        key=link.key,
        origin=link.origin.key,
        destination=link.destination.key if link.destination else "",
        blocks=blocked.key if blocked else "",
        kind=link.strength,
        cells=(link.why, link.assumption, link.get_strength_display(), link.source or OUR_SUGGESTION),
    )


@dataclass(frozen=True)
class PersonalLinksAtNode:
    """A person's own things at one node of the model."""

    node: LogicNode
    links: list[PersonalLink]


def group_by_node(model: graph.LogicGraph, things: list[PersonalLink]) -> list[PersonalLinksAtNode]:
    """A person's own things by node, in the model's order. What names a node that is gone is left out."""
    grouped = [
        PersonalLinksAtNode(node, [one for one in things if one.node == node.key]) for node in model.nodes.values()
    ]
    order = list(PLACES)
    shown = [group for group in grouped if group.links]
    return sorted(shown, key=lambda group: order.index(COLUMNS(group.node.column)))
