"""The model as one sentence whose parts a reader turns: "Because I …, staff …, so people …".

Its state is in the address (?because=D4&staff=R4&so=O1), so it works without scripts and each turn is a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ettle.framework.logic_model import graph, sentences
from ettle.framework.models import LogicNode
from ettle.framework.types.specs import CAUSE_COLUMNS

COLUMNS = LogicNode.Column
BECAUSE, STAFF, SO = "because", "staff", "so"
ANCHOR = "#sentence"


@dataclass(frozen=True)
class Route:
    """One route from what a person does: through a reaction, where it has one, to an outcome."""

    nodes: tuple[LogicNode, ...]

    @property
    def cause(self) -> LogicNode:
        return self.nodes[0]

    @property
    def reaction(self) -> LogicNode | None:
        return next((node for node in self.nodes[1:] if node.column == COLUMNS.REACTION), None)

    @property
    def outcome(self) -> LogicNode:
        return self.nodes[-1]


@dataclass(frozen=True)
class Part:
    """One part of the sentence. before, after: the addresses of the other choices; "" where there is only one.

    title: what the part is, for the names of its buttons. opening: Because, or so.
    """

    name: str
    title: str
    opening: str
    words: str
    place: int
    count: int
    before: str
    after: str


@dataclass(frozen=True)
class TurningSentence:
    parts: Sequence[Part]
    cause: LogicNode
    steps: Sequence[LogicNode]


def build_sentence(model: graph.LogicGraph, query: Mapping[str, str]) -> TurningSentence | None:
    """The sentence that the address asks for; None while the model has no routes. Raises LookupError for nonsense."""
    causes = {
        node.key: routes
        for column in CAUSE_COLUMNS
        for node in model.column_nodes(column)
        if (routes := _routes(model, node))
    }
    if not causes:
        return None
    asked = query.get(BECAUSE) or query.get("node", "")
    if query.get(BECAUSE) and asked not in causes:
        raise LookupError
    first = next(
        (node.key for node in model.nodes.values() if node.is_first and node.key in causes), next(iter(causes))
    )
    cause = asked if asked in causes else first
    reactions = _by_key(causes[cause], lambda route: route.reaction)
    if len(reactions) > 1:
        reactions.pop("", None)  # a path that says how staff react says more
    reaction = _choose(reactions, query.get(STAFF, ""))
    outcomes = _by_key(reactions[reaction], lambda route: route.outcome)
    outcome = _choose(outcomes, query.get(SO, ""))
    route = outcomes[outcome][0]
    chosen = {BECAUSE: cause, STAFF: reaction, SO: outcome}
    choices = {BECAUSE: list(causes), STAFF: list(reactions), SO: list(outcomes)}
    return TurningSentence(list(_parts(route, chosen, choices)), route.cause, route.nodes)


def _routes(model: graph.LogicGraph, node: LogicNode) -> list[Route]:
    """The routes of this cause that stay clear of other outcomes on the way, shortest first."""
    routes = [Route(tuple(nodes)) for nodes in model.find_routes(node)]
    return [route for route in routes if sum(step.column == COLUMNS.OUTCOME for step in route.nodes) == 1]


def _by_key(routes: Sequence[Route], part: Callable[[Route], LogicNode | None]) -> dict[str, list[Route]]:
    """Routes by the key of one of their nodes; "" for those that have none there."""
    found: dict[str, list[Route]] = {}
    for route in routes:
        node = part(route)
        found.setdefault(node.key if node else "", []).append(route)
    return found


def _choose(choices: Mapping[str, Sequence[Route]], asked: str) -> str:
    """What was asked for; the first choice where the part before it was turned and it is not possible any more."""
    return asked if asked in choices else next(iter(choices))


def _parts(route: Route, chosen: Mapping[str, str], choices: Mapping[str, list[str]]) -> Iterator[Part]:
    reaction = route.reaction
    clauses = [
        (BECAUSE, _("what I bring or do"), _("Because"), f"{sentences.first_person_clause(route.cause)},"),
        (STAFF, _("how others respond"), "", f"{sentences.node_clause(reaction)}," if reaction else ""),
        (SO, _("what follows"), _("so") if reaction else "", f"{sentences.node_clause(route.outcome)}."),
    ]
    for name, title, opening, words in clauses:
        if not words:
            continue
        keys, place = choices[name], choices[name].index(chosen[name])
        turned = (
            [_address(chosen, name, keys[(place + step) % len(keys)]) for step in (-1, 1)] if keys[1:] else ["", ""]
        )
        yield Part(name, title, opening, words, place + 1, len(keys), turned[0], turned[1])


def _address(chosen: Mapping[str, str], name: str, key: str) -> str:
    """The address with one part turned. What comes after that part is kept where it is still possible."""
    return f"?{urlencode({part: value for part, value in {**chosen, name: key}.items() if value})}{ANCHOR}"
