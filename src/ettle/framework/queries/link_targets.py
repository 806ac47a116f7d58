"""What an account can be linked to: themes, the logic model, the Codes, CPL, inspections; and an area, by its address.

An account is what a person wrote: a log entry, or an answer of an application.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework import queries
from ettle.framework.logic_model.graph import load_graph
from ettle.framework.models import Item, LogicNode
from ettle.framework.queries import framework_uses
from ettle.framework.types import FrameworkUse, LinkTarget
from ettle.framework.types.rows import MODEL
from ettle.kit.pages import page_titles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AREA = "area"
CODES = (FrameworkUse.WORKER_CODES, FrameworkUse.EMPLOYER_CODES)
# People know their items by numbers, which others have only as identifiers.
NUMBERED = (*CODES, FrameworkUse.LEARNING_RECORD)
USE_NAMES: dict[str, StrOrPromise] = {
    FrameworkUse.MAIN: _lazy("Capabilities"),
    MODEL: _lazy("Leadership Logic Model"),
    FrameworkUse.WORKER_CODES: _lazy("Codes for workers"),
    FrameworkUse.EMPLOYER_CODES: _lazy("Codes for employers"),
    FrameworkUse.LEARNING_RECORD: _lazy("Continuous professional learning"),
    FrameworkUse.INSPECTION: _lazy("Inspection"),
    AREA: _lazy("Areas"),
}
_COLUMNS = ("bring", "do", "engage", "reaction", "outcome", "enabler", "barrier")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


@dataclass(frozen=True)
class TargetList:
    """One page of link targets. name: in the address. ask: the question at its top. uses: of the frameworks whose items
    these are; the first is needed for the list to be offered.

    rows: the targets, with those that are wider than one of them, such as a capability above its themes.
    """

    name: str
    words: StrOrPromise
    ask: StrOrPromise
    uses: tuple[str, ...]
    targets: Callable[[], list[LinkTarget]]
    rows: Callable[[], list[LinkTarget]]
    has_numbers: bool = False

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The keys of the frameworks whose items these are, as this site has them."""
        known = framework_uses.known_frameworks().values()
        return tuple(framework.key for framework in known if framework.use in self.uses)

    @property
    def is_offered(self) -> bool:
        """Whether the site has what the list is of."""
        needed = self.uses if self.uses == CODES else self.uses[:1]
        return any(framework_uses.has_use(use) for use in needed)

    def grouped_targets(self, ticked: frozenset[uuid.UUID]) -> list[tuple[str, list[tuple[LinkTarget, bool]]]]:
        groups = groupby(self.targets(), lambda target: target.group)
        return [(group, [(target, target.item in ticked) for target in targets]) for group, targets in groups]


def framework_name(framework: str) -> str:
    """What a framework is called where people link to it: by its use, else by its title."""
    known = framework_uses.known_frameworks().get(framework)
    name = USE_NAMES.get(known.use if known else framework)
    return str(name or (known.title if known else framework))


def is_linkable(framework: str) -> bool:
    """Whether an account can be linked to the items of this framework."""
    return framework == AREA or framework_uses.use_of(framework) in USE_NAMES


def is_numbered(framework: str) -> bool:
    """Whether people know the items of this framework by their numbers."""
    return framework_uses.use_of(framework) in NUMBERED


def is_counted_in_year(framework: str) -> bool:
    """Whether the items of this framework are what the learning of a year is recorded by."""
    return framework_uses.use_of(framework) == FrameworkUse.LEARNING_RECORD


def offered_lists() -> list[TargetList]:
    """The lists of what this site has."""
    return [target_list for target_list in TARGET_LISTS.values() if target_list.is_offered]


def find_list(name: str) -> TargetList | None:
    """The list of this name, if the site has what it is of."""
    target_list = TARGET_LISTS.get(name)
    return target_list if target_list and target_list.is_offered else None


def _theme_targets() -> list[LinkTarget]:
    themes = queries.list_themes()
    return [replace(item_to_target(theme), group=theme.parent.title if theme.parent else "") for theme in themes]


def _capability_rows() -> list[LinkTarget]:
    """Each capability, then its themes. What is linked to a theme belongs to its capability too."""
    items = queries.capabilities_and_themes()
    rows = []
    for capability in (item for item in items if item.kind == Item.Kind.CAPABILITY):
        themes = [theme for theme in items if theme.parent_id == capability.pk]
        related = frozenset((theme.framework.key, theme.key) for theme in themes)
        rows += [replace(item_to_target(capability), group=capability.title, related=related)]
        rows += [replace(item_to_target(theme), group=capability.title) for theme in themes]
    return rows


def _node_targets() -> list[LinkTarget]:
    return _in_columns(queries.list_nodes(), node_to_target)


def _node_rows() -> list[LinkTarget]:
    """The nodes of the model. What is linked to a theme or capability of a node belongs to the node too."""
    return _in_columns(load_graph().nodes.values(), node_to_row)


def _in_columns(nodes: Iterable[LogicNode], to_target: Callable[[LogicNode], LinkTarget]) -> list[LinkTarget]:
    columns: dict[str, list[LinkTarget]] = {}
    for node in nodes:
        columns.setdefault(node.column, []).append(to_target(node))
    return [target for column in _COLUMNS for target in columns.get(column, [])]


def node_to_row(node: LogicNode) -> LinkTarget:
    """A node with the capabilities and themes that it belongs to."""
    related = {(theme.framework.key, item.key) for theme in node.themes.all() for item in (theme, theme.parent) if item}
    related |= {(capability.framework.key, capability.key) for capability in node.capabilities.all()}
    return replace(node_to_target(node), related=frozenset(related))


def _code_targets() -> list[LinkTarget]:
    targets = []
    for use in CODES:
        codes = queries.items_of_use(use=use, kind="code")
        targets += [
            replace(item_to_target(code), group=f"{USE_NAMES[use]}, {code.framework.edition}") for code in codes
        ]
    return targets


def _element_targets() -> list[LinkTarget]:
    return [item_to_target(item) for item in queries.items_of_use(use=FrameworkUse.LEARNING_RECORD, kind="element")]


def _inspection_targets() -> list[LinkTarget]:
    elements = queries.items_of_use(use=FrameworkUse.INSPECTION, kind="element")
    return [replace(item_to_target(item), group=item.parent.title if item.parent else "") for item in elements]


TARGET_LISTS = {
    target_list.name: target_list
    for target_list in (
        TargetList(
            "capabilities",
            _lazy("Capabilities"),
            _lazy("Which themes is this about?"),
            (FrameworkUse.MAIN,),
            _theme_targets,
            _capability_rows,
        ),
        TargetList(
            "codes",
            _lazy("The Codes"),
            _lazy("Which parts of the Codes does this touch?"),
            CODES,
            _code_targets,
            _code_targets,
            has_numbers=True,
        ),
        TargetList(
            "cpl",
            "CPL",
            _lazy("Which elements of continuous professional learning is this?"),
            (FrameworkUse.LEARNING_RECORD,),
            _element_targets,
            _element_targets,
            has_numbers=True,
        ),
        TargetList(
            "model",
            _lazy("Leadership Logic Model"),
            _lazy("Where in the Leadership Logic Model does this belong?"),
            (MODEL, FrameworkUse.MAIN),
            _node_targets,
            _node_rows,
        ),
        TargetList(
            "inspection",
            _lazy("Inspection"),
            _lazy("Which questions of an inspection does this help to answer?"),
            (FrameworkUse.INSPECTION,),
            _inspection_targets,
            _inspection_targets,
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
        item = queries.find_item(uuid.UUID(number))
    except ValueError:
        return []
    return [item_to_target(item)] if item else []


_FINDERS: dict[str, Callable[[str], Iterable[LinkTarget]]] = {
    "theme": _make_key_finder(_theme_targets),
    "node": _make_key_finder(_node_targets),
    "code": _make_key_finder(_code_targets),
    "cpl": _make_key_finder(_element_targets),
    "item": _find_item,
    "area": _find_area,
}


def item_to_target(item: Item) -> LinkTarget:
    return LinkTarget(
        framework=item.framework.key,
        edition=item.framework.edition,
        item=item.uuid,
        key=item.key,
        title=item.title,
        words=item.statement,
        path=item.get_absolute_url(),
    )


def node_to_target(node: LogicNode) -> LinkTarget:
    path = f"{reverse('framework:logic-model')}?node={node.key}"
    return LinkTarget(MODEL, "", node.uuid, node.key, node.title, node.spoken, path, node.get_column_display())
