"""Refuse graphs that are slow to canonicalise, before any time is spent on them.

RDFC-1.0 names nameless nodes by their own statements. Only where several nodes have the same statements, but for names,
does it try orders, and the orders of nodes that refer to each other multiply. So what counts is each group of such
nodes that are connected: a group of six has 720 orders.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph

MAX_BLANK_NODES = 64
MAX_ORDERS = 1_000
# Nameless parts that are written inside each other form a tree. Only labels (_:b0) can tie them into more, and an
# issuer has little use for them.
MAX_LABELS = 40


class Entangled(Exception):
    """Nameless parts refer to each other in so many ways that canonicalising could take minutes."""


class TooManyBlankNodes(Exception):
    """A document has more nameless parts than a badge has."""


def check_labels(document: dict[str, Any]) -> None:
    """Raise Entangled for a document with many labels of nameless parts, before anything reads what it means."""
    waiting: list[Any] = [document]
    labels = 0
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            waiting.extend(inner.values())
        elif isinstance(inner, list):
            waiting.extend(inner)
        elif isinstance(inner, str) and inner.startswith("_:"):
            labels += 1
            if labels > MAX_LABELS:
                raise Entangled("many labels of nameless parts")


def check_graph(quads: Iterable[pyoxigraph.Quad]) -> None:
    """Raise TooManyBlankNodes or Entangled for a graph that could take long. Time grows with the number of quads."""
    statements: dict[str, list[str]] = defaultdict(list)
    links: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
        blanks = {term.value for term in terms if isinstance(term, pyoxigraph.BlankNode)}
        for blank in blanks:
            statements[blank].append(" ".join(_describe_term(term, blank) for term in terms))
            links[blank] |= blanks - {blank}
    if len(statements) > MAX_BLANK_NODES:
        raise TooManyBlankNodes(f"{len(statements)} nameless parts")
    if _count_orders(_find_alike(statements), links) > MAX_ORDERS:
        raise Entangled("nameless parts that refer to each other")


def _describe_term(term: object, blank: str) -> str:
    """A term as the first hash of RDFC-1.0 sees it: this nameless node, another one, or the term itself."""
    if isinstance(term, pyoxigraph.BlankNode):
        return "_:a" if term.value == blank else "_:z"
    return str(term)


def _find_alike(statements: dict[str, list[str]]) -> set[str]:
    """The nameless nodes that have the same statements as another one."""
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for blank, lines in statements.items():
        same[tuple(sorted(lines))].append(blank)
    return {blank for blanks in same.values() if len(blanks) > 1 for blank in blanks}


def _count_orders(alike: set[str], links: dict[str, set[str]]) -> int:
    """The orders of each connected group of these nodes, added up."""
    orders, left = 0, set(alike)
    while left:
        waiting, size = [left.pop()], 0
        while waiting:
            size += 1
            near = links[waiting.pop()] & left
            left -= near
            waiting.extend(near)
        orders += math.factorial(size) if size > 1 else 0
    return orders
