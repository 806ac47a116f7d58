"""The logic model as a reader explores it: what was picked, what is highlighted, the routes in words, the drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework.logic_model import graph, map_svg, sentences
from ettle.framework.logic_model.map_layout import ABOVE, BELOW, Arrow, Box
from ettle.framework.logic_model.map_svg import Headings, Highlight
from ettle.framework.models import Item, LogicLink, LogicNode
from ettle.framework.queries import link_targets
from ettle.framework.types import PersonalKind, PersonalLink

COLUMNS = LogicNode.Column
Element = TypeVar("Element")
IN_ROWS = (COLUMNS.BRING, COLUMNS.DO, COLUMNS.ENGAGE, COLUMNS.REACTION, COLUMNS.OUTCOME)
PLACES = {column: place for place, column in enumerate(IN_ROWS)} | {COLUMNS.ENABLER: ABOVE, COLUMNS.BARRIER: BELOW}
HEADS = Headings(
    columns=tuple(str(column.label) for column in IN_ROWS),
    above=str(COLUMNS.ENABLER.label),
    below=str(COLUMNS.BARRIER.label),
    cells=("Why", _lazy("What needs to be true"), _lazy("How strong"), _lazy("Source")),
)
MAP_DESCRIPTION = _lazy(
    "How what leaders bring, do and how they engage may lead to outcomes, with what helps and what hinders."
)
OUR_SUGGESTION = _lazy("Our suggestion")
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
    """One route, and the sentence for it."""

    nodes: list[LogicNode]
    words: str


def pick_nodes(model: graph.LogicGraph, query: Mapping[str, str]) -> Picked | None:
    """The nodes that the address names; None when it names none. Raises LookupError when they do not exist."""
    if "\0" in "".join(query.values()):
        raise LookupError  # PostgreSQL would not even compare it
    if node := query.get("node"):
        return Picked([_first_of(candidate for candidate in model.nodes.values() if candidate.key == node)])
    for name, kind in (("theme", Item.Kind.THEME), ("capability", Item.Kind.CAPABILITY)):
        if key := query.get(name):
            item = _first_of(item for item in model.items if item.kind == kind and item.key == key)
            return Picked([node for node in model.nodes.values() if _is_linked_to(node, item)], item)
    return None


def _is_linked_to(node: LogicNode, item: Item) -> bool:
    """A capability lights its own nodes and those of its themes."""
    themes = [theme for theme in node.themes.all() if item.pk in {theme.pk, theme.parent_id}]
    return bool(themes) or item in node.capabilities.all()


def _first_of(elements: Iterable[Element]) -> Element:
    for element in elements:
        return element
    raise LookupError


def find_ways(model: graph.LogicGraph, picked: Picked) -> list[Way]:
    """The routes through what was picked, in words, MOST_WAYS at most; for a barrier, what may fail because of it."""
    ways: list[Way] = []
    for node in picked.nodes:
        ways += [Way(route, sentences.route_sentence(route)) for route in model.find_routes(node)]
        hindered = [link for _, link in model.thread_of(node).hinders]
        ways += [Way([node, link.origin], sentences.hindrance_sentence(node, link)) for link in hindered]
    # Two picked nodes may be on the same route, which is listed once.
    return list({way.words: way for way in ways}.values())[:MOST_WAYS]


@dataclass(frozen=True)
class ModelDrawing:
    """The model drawn wide for a desktop and small for a phone, and the same as a table.

    lit: the nodes that are lit, from left to right: the small drawing shows their keys alone.
    """

    wide: SafeString
    small: SafeString
    table: SafeString
    lit: list[LogicNode]


def draw_model(
    model: graph.LogicGraph, picked: Picked | None, mine: Sequence[LogicNode], route: Sequence[LogicNode] = ()
) -> ModelDrawing:
    """mine: the nodes of a person's own thread, whose routes are lit while nothing was picked. route: lit alone."""
    boxes = [_node_box(node) for node in model.nodes.values()]
    arrows = [_link_arrow(model, link) for link in model.links.values()]
    lit = _highlight_route(model, route) if route else _highlighted_parts(model, picked, mine)
    return ModelDrawing(
        map_svg.render_map(boxes, arrows, HEADS, name="model", says=MAP_DESCRIPTION, lit=lit),
        map_svg.render_map(boxes, arrows, HEADS, name="model-small", says=MAP_DESCRIPTION, lit=lit, small=True),
        map_svg.render_table(boxes, arrows, HEADS, caption=_("Every link of the model")),
        sorted((node for node in model.nodes.values() if node.key in lit.boxes), key=_column_order),
    )


def _column_order(node: LogicNode) -> int:
    return list(PLACES).index(COLUMNS(node.column))


def _node_box(node: LogicNode) -> Box:
    return Box(node.key, node.title, PLACES[COLUMNS(node.column)], f"?node={node.key}")


def _highlighted_parts(model: graph.LogicGraph, picked: Picked | None, mine: Sequence[LogicNode]) -> Highlight:
    marked = frozenset(node.key for node in mine)
    if picked is None and not mine:
        return Highlight()
    light = model.highlight_routes(picked.nodes if picked else mine)
    return Highlight(
        boxes=frozenset(model.nodes[pk].key for pk in light.nodes),
        arrows=frozenset(model.links[pk].key for pk in light.links),
        chosen=frozenset(node.key for node in picked.nodes) if picked else frozenset(),
        mine=marked,
    )


def _highlight_route(model: graph.LogicGraph, route: Sequence[LogicNode]) -> Highlight:
    steps = {(origin.pk, destination.pk) for origin, destination in pairwise(route)}
    arrows = [link.key for link in model.links.values() if (link.origin_id, link.destination_id) in steps]
    return Highlight(boxes=frozenset(node.key for node in route), arrows=frozenset(arrows))


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
    """What a person linked to one node of the model."""

    node: LogicNode
    links: list[PersonalLink]


@dataclass(frozen=True)
class PersonalThread:
    """A person's own thread: what they linked, by node in the model's order, and how many of each kind."""

    groups: list[PersonalLinksAtNode]

    @property
    def nodes(self) -> list[LogicNode]:
        return [group.node for group in self.groups]

    @property
    def count_of_log(self) -> int:
        return self._count(PersonalKind.LOG)

    @property
    def count_of_goals(self) -> int:
        return self._count(PersonalKind.GOAL)

    @property
    def count_of_evidence(self) -> int:
        return self._count(PersonalKind.ANSWER, PersonalKind.MET)

    @property
    def count_of_badges(self) -> int:
        return self._count(PersonalKind.BADGE)

    def _count(self, *kinds: PersonalKind) -> int:
        """A thing that is linked to several nodes counts once."""
        return len({link.path for group in self.groups for link in group.links if link.kind in kinds})


def build_thread(model: graph.LogicGraph, links: list[PersonalLink]) -> PersonalThread:
    """A person's thread. Links to a node that no longer exists are left out."""
    groups = []
    for node in model.nodes.values():
        target = link_targets.node_to_row(node)
        here = [link for link in links if target.is_meant_by(link)]
        groups.append(PersonalLinksAtNode(node, list({(link.kind, link.path): link for link in here}.values())))
    shown = [group for group in groups if group.links]
    return PersonalThread(sorted(shown, key=lambda group: _column_order(group.node)))
