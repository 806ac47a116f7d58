"""Ways through the logic model: what leads to a node, what it leads to, and what must hold on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ettle.framework.models import LogicLink, LogicNode

COLUMNS = LogicNode.Column


@dataclass(frozen=True)
class Step:
    """One link as it is read: to or from which node, with what helps it and what hinders it."""

    link: LogicLink
    node: LogicNode
    helped_by: list[LogicNode]
    hindered_by: list[LogicLink]


@dataclass
class Thread:
    """One node and what lies on its routes. lit: keys of every node on a route to it or from it."""

    node: LogicNode
    because: list[Step] = field(default_factory=list)
    helped_by: list[Step] = field(default_factory=list)
    leads_to: list[Step] = field(default_factory=list)
    hinders: list[LogicLink] = field(default_factory=list)
    routes: list[list[LogicNode]] = field(default_factory=list)
    lit: set[str] = field(default_factory=set)


class Model:
    """The whole logic model in memory: about forty nodes and as many links."""

    def __init__(self, nodes: Iterable[LogicNode], links: Iterable[LogicLink]) -> None:
        self.nodes = {node.pk: node for node in nodes}
        self.out: dict[int, list[LogicLink]] = defaultdict(list)
        self.into: dict[int, list[LogicLink]] = defaultdict(list)
        self.blocked: dict[int, list[LogicLink]] = defaultdict(list)
        self.links = {link.pk: link for link in links}
        for link in self.links.values():
            self.out[link.origin_id].append(link)
            if link.destination_id is not None:
                self.into[link.destination_id].append(link)
            if link.blocks_id is not None:
                self.blocked[link.blocks_id].append(link)

    def thread(self, node: LogicNode) -> Thread:
        """Everything that a reader who chose this node is told."""
        thread = Thread(node)
        behind = [self._step(link, link.origin_id) for link in self.into[node.pk]]
        thread.because = [step for step in behind if step.node.column != COLUMNS.ENABLER]
        thread.helped_by = [step for step in behind if step.node.column == COLUMNS.ENABLER]
        ahead = [link for link in self.out[node.pk] if link.destination_id is not None]
        thread.leads_to = [self._step(link, link.destination_id or 0) for link in ahead]
        thread.hinders = [self.links[link.blocks_id] for link in self.out[node.pk] if link.blocks_id]
        thread.routes = self._routes(node)
        thread.lit = {self.nodes[pk].key for pk in self._reach(node.pk, back=True) | self._reach(node.pk, back=False)}
        return thread

    def column(self, column: str) -> list[LogicNode]:
        return [node for node in self.nodes.values() if node.column == column]

    def _step(self, link: LogicLink, other: int) -> Step:
        beside = [self.nodes[one.origin_id] for one in self.into[link.origin_id]]
        helped_by = [node for node in beside if node.column == COLUMNS.ENABLER]
        return Step(link, self.nodes[other], helped_by, self.blocked[link.pk])

    def _routes(self, node: LogicNode) -> list[list[LogicNode]]:
        """Each way from a node to an outcome, shortest first; the model has no circles."""
        routes, waiting = [], [[node]]
        while waiting:
            route = waiting.pop(0)
            if route[-1].column == COLUMNS.OUTCOME and len(route) > 1:
                routes.append(route)
                continue
            ahead = [link.destination_id for link in self.out[route[-1].pk] if link.destination_id is not None]
            waiting += [[*route, self.nodes[pk]] for pk in ahead]
        return routes

    def _reach(self, start: int, *, back: bool) -> set[int]:
        reached, waiting = {start}, [start]
        while waiting:
            links = self.into[waiting.pop()] if back else self.out[waiting.pop()]
            found = {link.origin_id if back else link.destination_id for link in links} - reached - {None}
            reached |= {pk for pk in found if pk is not None}
            waiting += [pk for pk in found if pk is not None]
        return reached


def load() -> Model:
    """The model as it is now, with the themes and capabilities of each node. Four queries."""
    nodes = LogicNode.objects.current().order_by("position").prefetch_related("themes__parent", "capabilities")
    return Model(nodes, LogicLink.objects.current().select_related("origin", "destination", "blocks").order_by("pk"))
