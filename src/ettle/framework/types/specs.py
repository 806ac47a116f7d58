"""Frameworks and the logic model as plain data, and the checks of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from ettle.kit.input.specs import Rule, Spec, YamlBool, YamlDate, find_problems
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey

# How two items may relate in 1EdTech CASE.
CASE_KINDS = (
    "isRelatedTo", "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
)  # fmt: skip
LONGEST_KEY = 40
LONGEST_TITLE = 300
LONGEST_SHORT = 200
LONGEST_LINK = 300

ShortText = Annotated[str, Rule(max_length=LONGEST_SHORT)]
LinkText = Annotated[str, Rule(max_length=LONGEST_LINK)]
ModelKey = Annotated[str, Rule(max_length=8)]
ItemKey = Annotated[
    str,
    Rule(max_length=LONGEST_KEY - 11),  # an indicator's key is its theme's, a dot and a role
    Rule("Write a key without spaces or slashes, such as vis.1.", pattern=r"^[^ /]*[^ /\s][^ /]*$"),
]
Title = Annotated[str, Rule("Write the title.", min_length=1), Rule(max_length=LONGEST_TITLE)]
Statement = Annotated[str, Rule("Write the statement.", min_length=1)]
AssociationKind = Annotated[
    str,
    Rule(
        f"Write one of {', '.join(CASE_KINDS)}, or ext: and a word of your own.",
        fullmatch=re.compile(rf"{'|'.join(CASE_KINDS)}|ext:[A-Za-z0-9._-]+"),
    ),
    Rule(max_length=30),
]


class IndicatorSpec(Spec):
    """A theme's line for one learning role: as a person says it, and as an observer reads it."""

    translated = frozenset({"first_person", "third_person"})

    role: RoleKey
    first_person: Annotated[str, Rule(max_length=LONGEST_TITLE)]
    third_person: str


class ItemSpec(Spec):
    """One item and its children. Keys never change: other rooms and other sites point to them.

    icon: a drawing beside its name; a theme has that of its capability.
    """

    translated = frozenset({"title", "statement"})

    key: ItemKey
    kind: Literal["capability", "theme", "part", "code", "element"]
    title: Title
    statement: Statement
    audience: Annotated[str, Rule(max_length=20)] = ""
    is_verified: YamlBool = True
    near_source: ShortText = ""
    icon: Literal["", "horizon", "compass", "flame", "lift", "circles", "bulb"] = ""
    indicators: tuple[IndicatorSpec, ...] = ()
    items: tuple[ItemSpec, ...] = ()


class AssociationSpec(Spec):
    """An item of this framework (origin) relates to an item of a framework that is loaded before."""

    translated = frozenset({"note"})

    origin: str
    framework: str
    item: str
    strength: Literal["strong", "some"] = "some"
    kind: AssociationKind = "isRelatedTo"
    source: LinkText = ""
    note: str = ""


class SlotSpec(Spec):
    """Something we know to be missing, so that nobody thinks the framework is complete."""

    translated = frozenset({"title", "words"})

    title: str
    words: str


class FrameworkSpec(Spec):
    """One edition of a framework. use: what the site uses it for, see FrameworkUse; most frameworks have no use."""

    translated = frozenset({"title", "description", "note"})

    key: Annotated[str, Rule(max_length=60)]
    edition: Annotated[str, Rule(max_length=LONGEST_KEY)]
    title: ShortText
    owner: ShortText
    items: tuple[ItemSpec, ...] = ()
    language: str = "en-GB"
    licence: str = ""
    description: str = ""
    note: str = ""
    source_url: str = ""
    in_force_on: YamlDate | None = None
    is_ours: YamlBool = False
    use: Literal["", "main", "worker-codes", "employer-codes", "learning-record", "inspection"] = ""
    slots: tuple[SlotSpec, ...] = ()
    associations: tuple[AssociationSpec, ...] = ()


# What a person brings or does, where the sentence of the model may begin.
CAUSE_COLUMNS = ("bring", "do", "engage")
FIRST_IS_A_CAUSE = "Only what people bring, do, or how they engage can be the first node."


class NodeSpec(Spec):
    """spoken: how it reads after "because" or "so"; empty to build it from the title and the column.

    is_first: the sentence that a reader meets first begins with this node. At most one has it.
    """

    key: ModelKey
    column: Literal["bring", "do", "engage", "reaction", "outcome", "enabler", "barrier"]
    title: ShortText
    themes: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    spoken: ShortText = ""
    is_first: YamlBool = False


class LinkSpec(Spec):
    """A link leads to a node (destination) or hinders another link (blocks): one of the two."""

    key: ModelKey
    origin: str
    why: LinkText
    strength: Literal["stated", "plausible", "untested"]
    destination: str = ""
    blocks: str = ""
    assumption: LinkText = ""
    source: LinkText = ""


class LogicModelSpec(Spec):
    """framework: the key of the framework whose themes and capabilities the nodes name."""

    framework: str
    nodes: tuple[NodeSpec, ...]
    links: tuple[LinkSpec, ...]


def walk_items(items: tuple[ItemSpec, ...], path: str = "items") -> Iterator[tuple[str, ItemSpec, ItemSpec | None]]:
    """Every item with its path and its parent, parents first."""
    waiting: list[tuple[str, ItemSpec, ItemSpec | None]] = [
        (f"{path}.{place}", item, None) for place, item in enumerate(items)
    ]
    while waiting:
        where, item, parent = waiting.pop(0)
        yield where, item, parent
        waiting[0:0] = [(f"{where}.items.{place}", child, item) for place, child in enumerate(item.items)]


def indicator_key(theme: str, role: str) -> str:
    return f"{theme}.{role}"


def check_framework(spec: FrameworkSpec) -> list[Problem]:
    """The problems of a framework on its own. Whether the items of other frameworks exist is checked on loading."""
    problems = []
    if not spec.items and not spec.slots:
        problems.append(Problem("items", "Write at least one item, or a slot that says what is missing."))
    keys = []
    for path, item, _parent in walk_items(spec.items):
        keys.append((path, item.key))
        problems += _check_indicators(path, item)
    problems += _find_repeated(keys)
    problems += _check_associations(spec, {key for _, key in keys})
    return find_problems(spec) + problems


def list_uses(spec: FrameworkSpec) -> Iterator[tuple[str, str]]:
    """The use and the key of a framework that has a use, to compare with the other files of a pack."""
    if spec.use:
        yield spec.use, spec.key


def check_uses(uses: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each use that several frameworks of a pack have. uses: (use, key) of each edition that has one."""
    keys: dict[str, set[str]] = {}
    for use, key in uses:
        keys.setdefault(use, set()).add(key)
    for use, found in keys.items():
        if len(found) > 1:
            names = ", ".join(sorted(found))
            yield f"{names} all have ‘use: {use}’. Only one framework may have it. Take it out of the others."


def _check_indicators(path: str, item: ItemSpec) -> list[Problem]:
    problems = []
    if item.indicators and item.kind != "theme":
        problems.append(Problem(f"{path}.indicators", "Only a theme has indicators; move them under one."))
    for place, line in enumerate(item.indicators):
        if not line.first_person or not line.third_person:
            words = "Write the line in both forms, first_person and third_person."
            problems.append(Problem(f"{path}.indicators.{place}", words))
    roles = [(f"{path}.indicators.{place}", line.role) for place, line in enumerate(item.indicators)]
    return problems + _find_repeated(roles, "role")


def _check_associations(spec: FrameworkSpec, keys: set[str]) -> list[Problem]:
    problems = []
    for place, association in enumerate(spec.associations):
        path = f"associations.{place}"
        if association.origin not in keys:
            words = f"There is no item {association.origin} in this file. Correct origin, or add the item."
            problems.append(Problem(f"{path}.origin", words))
    pairs = [(a.origin, a.framework, a.item, a.kind) for a in spec.associations]
    for place, pair in enumerate(pairs):
        if pair in pairs[:place]:
            problems.append(Problem(f"associations.{place}", f"{pair[0]} to {pair[2]} is said before. Take one away."))
    return problems


def check_logic_model(spec: LogicModelSpec) -> list[Problem]:
    """The problems of a logic model on its own, dead ends among them."""
    return check_unfinished_model(spec) or _find_dead_ends(spec)


def check_unfinished_model(spec: LogicModelSpec) -> list[Problem]:
    """The same without dead ends: an author adds a node first and its links after it."""
    nodes, links = {node.key for node in spec.nodes}, {link.key for link in spec.links}
    problems = _find_repeated([(f"nodes.{place}", node.key) for place, node in enumerate(spec.nodes)])
    problems += _find_repeated([(f"links.{place}", link.key) for place, link in enumerate(spec.links)])
    problems += _find_wrong_firsts(spec)
    for place, link in enumerate(spec.links):
        problems += _check_link(f"links.{place}", link, nodes, links)
    return find_problems(spec, problems) or _find_circles(spec)


def _find_wrong_firsts(spec: LogicModelSpec) -> list[Problem]:
    firsts = [(f"nodes.{place}.is_first", node) for place, node in enumerate(spec.nodes) if node.is_first]
    causes = [Problem(path, FIRST_IS_A_CAUSE) for path, node in firsts if node.column not in CAUSE_COLUMNS]
    return causes or [
        Problem(path, "Only one node may be the first. Take it out of the others.") for path, _ in firsts[1:]
    ]


def _check_link(path: str, link: LinkSpec, nodes: set[str], links: set[str]) -> list[Problem]:
    problems = []
    if bool(link.destination) == bool(link.blocks):
        problems.append(Problem(path, "Write either destination (a node) or blocks (a link), not both."))
    for name, key in (("origin", link.origin), ("destination", link.destination)):
        if key and key not in nodes:
            problems.append(Problem(f"{path}.{name}", f"There is no node {key}. Correct it, or add the node."))
    if link.blocks and link.blocks not in links:
        problems.append(Problem(f"{path}.blocks", f"There is no link {link.blocks}. Correct it, or add the link."))
    if link.strength == "stated" and not link.source:
        problems.append(Problem(f"{path}.source", "Name the source that states this link, or make it plausible."))
    return problems


def _find_circles(spec: LogicModelSpec) -> list[Problem]:
    """The links of a cycle: those that are left when links to dead ends are removed until there are none."""
    left = {link.key: (place, link) for place, link in enumerate(spec.links) if link.destination}
    while True:
        leading_on = {link.origin for _, link in left.values()}
        ends = [key for key, (_, link) in left.items() if link.destination not in leading_on]
        if not ends:
            break
        for key in ends:
            del left[key]
    words = "This link is part of a circle, so it never reaches an outcome. Take one link of the circle away."
    return [Problem(f"links.{place}", words) for place, _ in left.values()]


def _find_dead_ends(spec: LogicModelSpec) -> list[Problem]:
    """The nodes from which no path leads to an outcome, and the barriers that hinder nothing."""
    origins: dict[str, list[str]] = {}
    for link in spec.links:
        if link.destination:
            origins.setdefault(link.destination, []).append(link.origin)
    reaching, waiting = set[str](), [node.key for node in spec.nodes if node.column == "outcome"]
    while waiting:
        key = waiting.pop()
        if key not in reaching:
            reaching.add(key)
            waiting += origins.get(key, [])
    hindering = {link.origin for link in spec.links if link.blocks}
    problems = []
    for place, node in enumerate(spec.nodes):
        if node.column == "barrier" and node.key not in hindering:
            words = f"{node.key} hinders nothing. Add a link that it blocks, or take the node away."
            problems.append(Problem(f"nodes.{place}", words))
        elif node.column != "barrier" and node.key not in reaching:
            words = f"No path leads from {node.key} to an outcome. Add a link from it, or take the node away."
            problems.append(Problem(f"nodes.{place}", words))
    return problems


def _find_repeated(keys: list[tuple[str, str]], name: str = "key") -> list[Problem]:
    counts = Counter(key for _, key in keys)
    seen: set[str] = set()
    problems = []
    for path, key in keys:
        if counts[key] > 1 and key in seen:
            problems.append(Problem(f"{path}.{name}", f"The {name} {key} is used before. Each may be used once."))
        seen.add(key)
    return problems
