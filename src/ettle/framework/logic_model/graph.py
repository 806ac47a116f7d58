"""Routes through the logic model: what leads to a node, what it leads to, what helps or hinders."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from ettle.framework import queries
from ettle.framework.models import Item, LogicLink, LogicLinkQuerySet, LogicNode, LogicNodeQuerySet
from ettle.framework.types import ModelUse
from ettle.kit.room import offered

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

COLUMNS = LogicNode.Column
MOST_ROUTES = 12
MOST_SEARCH_STEPS = 2_000


@dataclass(frozen=True)
class Step:
    """One link as it is read: to or from which node, with what helps it and what hinders it."""

    link: LogicLink
    node: LogicNode
    helped_by: list[LogicNode]
    hindered_by: list[LogicLink]


@dataclass
class Thread:
    """One node and its neighbours. hinders: the hindering link, and the link that it hinders."""

    node: LogicNode
    because: list[Step] = field(default_factory=list)
    helped_by: list[Step] = field(default_factory=list)
    leads_to: list[Step] = field(default_factory=list)
    hinders: list[tuple[LogicLink, LogicLink]] = field(default_factory=list)


@dataclass
class Highlight:
    """What is highlighted, by primary key."""

    nodes: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)


def model_uses(person: User | AnonymousUser) -> list[ModelUse]:
    """What this person may do with the model; empty when no room offers anything.

    Rooms offer "framework.model_uses": a function from a person, or a visitor, to ModelUse objects.
    """
    return [use for list_uses in offered("framework.model_uses") for use in list_uses(person)]


class LogicGraph:
    """The whole logic model in memory: about forty nodes and as many links."""

    def __init__(self, nodes: Iterable[LogicNode], links: Iterable[LogicLink], items: Sequence[Item]) -> None:
        """items: the capabilities and themes that nodes may belong to, in order."""
        self.items = items
        self.nodes = {node.pk: node for node in nodes}
        self.out: dict[int, list[LogicLink]] = defaultdict(list)
        self.into: dict[int, list[LogicLink]] = defaultdict(list)
        self.blocked: dict[int, list[LogicLink]] = defaultdict(list)
        self.links = {link.pk: link for link in links if {link.origin_id, link.destination_id} <= {None, *self.nodes}}
        for link in self.links.values():
            self.out[link.origin_id].append(link)
            if link.destination_id is not None:
                self.into[link.destination_id].append(link)
            if link.blocks_id is not None:
                self.blocked[link.blocks_id].append(link)

    def thread_of(self, node: LogicNode) -> Thread:
        """Everything that a reader who chose this node is shown."""
        thread = Thread(node)
        behind = [self._link_step(link, link.origin_id) for link in self.into[node.pk]]
        thread.because = [step for step in behind if step.node.column != COLUMNS.ENABLER]
        thread.helped_by = [step for step in behind if step.node.column == COLUMNS.ENABLER]
        ahead = [link for link in self.out[node.pk] if link.destination_id is not None]
        thread.leads_to = [self._link_step(link, link.destination_id or 0) for link in ahead]
        blocked = [(link, self.links[link.blocks_id]) for link in self.out[node.pk] if link.blocks_id in self.links]
        thread.hinders = blocked
        return thread

    def highlight_routes(self, nodes: Iterable[LogicNode]) -> Highlight:
        """Every node and link on a route through one of these, and what helps or hinders on the way."""
        light = Highlight()
        for node in nodes:
            hindered = [self.links[link.blocks_id] for link in self.out[node.pk] if link.blocks_id in self.links]
            starts = [node.pk, *(link.origin_id for link in hindered)]
            ends = [node.pk, *(link.destination_id for link in hindered if link.destination_id)]
            behind = set().union(*(self._reachable_nodes(pk, back=True) for pk in starts))
            ahead = set().union(*(self._reachable_nodes(pk, back=False) for pk in ends))
            light.nodes |= ahead | behind
            light.links |= {link.pk for link in hindered}
            light.links |= {link.pk for pk in ahead for link in self.out[pk]}
            light.links |= {link.pk for pk in behind for link in self.into[pk]}
        hindering = [link for pk in light.links for link in self.blocked[pk]]
        light.links |= {link.pk for link in hindering}
        light.nodes |= {link.origin_id for link in hindering}
        return light

    def find_routes(self, node: LogicNode) -> list[list[LogicNode]]:
        """Routes through a node that end in an outcome, shortest first, MOST_ROUTES at most.

        What follows (a reaction, an outcome) is reached from what leaders do and how they engage.
        """
        if node.column not in {COLUMNS.REACTION, COLUMNS.OUTCOME}:
            return self._routes_forward(node)
        behind = [self.nodes[pk] for pk in sorted(self._reachable_nodes(node.pk, back=True) - {node.pk})]
        starts = [start for start in behind if start.column in {COLUMNS.DO, COLUMNS.ENGAGE}]
        routes = [route for start in starts for route in self._routes_forward(start) if node in route]
        return sorted(routes, key=len)[:MOST_ROUTES]

    def column_nodes(self, column: str) -> list[LogicNode]:
        return [node for node in self.nodes.values() if node.column == column]

    def _link_step(self, link: LogicLink, other: int) -> Step:
        beside = [self.nodes[incoming.origin_id] for incoming in self.into[link.origin_id]]
        helped_by = [node for node in beside if node.column == COLUMNS.ENABLER]
        return Step(link, self.nodes[other], helped_by, self.blocked[link.pk])

    def _routes_forward(self, node: LogicNode) -> list[list[LogicNode]]:
        """The routes from a node to an outcome, shortest first. The search stops after MOST_SEARCH_STEPS."""
        routes: list[list[LogicNode]] = []
        waiting = deque([[node]])
        for _step in range(MOST_SEARCH_STEPS):
            if not waiting or len(routes) == MOST_ROUTES:
                break
            route = waiting.popleft()
            if route[-1].column == COLUMNS.OUTCOME and len(route) > 1:
                routes.append(route)
                continue
            ahead = [link.destination_id for link in self.out[route[-1].pk] if link.destination_id in self.nodes]
            waiting.extend([*route, self.nodes[pk]] for pk in ahead if pk is not None)
        return routes

    def _reachable_nodes(self, start: int, *, back: bool) -> set[int]:
        reached, waiting = {start}, [start]
        while waiting:
            links = self.into[waiting.pop()] if back else self.out[waiting.pop()]
            neighbours = {link.origin_id if back else link.destination_id for link in links} - reached - {None}
            reached |= {pk for pk in neighbours if pk is not None}
            waiting += [pk for pk in neighbours if pk is not None]
        return reached


class _GraphCache:
    """The state of the rows that this process last read, with the model. One attribute, so that a thread never sees the
    state of one model with another; a draft's snapshot is a state of its own."""

    model: tuple[str, LogicGraph] | None = None


def load_graph() -> LogicGraph:
    """The model as it is now, with all capabilities and themes; read again when anything has changed."""
    state, cached = queries.current_state(), _GraphCache.model
    if cached is None or cached[0] != state:
        items = queries.capabilities_and_themes()
        cached = _GraphCache.model = state, LogicGraph(_all_nodes().current(), _all_links().current(), items)
    return cached[1]


def clear_cache() -> None:
    """Forget the model, so that the next request reads it again."""
    _GraphCache.model = None


def load_full_graph() -> LogicGraph:
    """The model with what is retired, for people who follow an old link."""
    return LogicGraph(_all_nodes(), _all_links(), queries.capabilities_and_themes())


def _all_nodes() -> LogicNodeQuerySet:
    return LogicNode.objects.order_by("position").prefetch_related(
        Prefetch("themes", Item.objects.select_related("parent", "framework")),
        Prefetch("capabilities", Item.objects.select_related("framework")),
    )


def _all_links() -> LogicLinkQuerySet:
    return LogicLink.objects.select_related("origin", "destination", "blocks").order_by("pk")
