"""What else an account may be about, by the associations of frameworks and the logic model. Each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from ettle.framework.logic_model.graph import load_graph
from ettle.framework.models import Association, Framework, Item
from ettle.framework.queries.link_targets import NUMBERED, USE_NAMES, item_to_target, node_to_target
from ettle.framework.types import SuggestedLink

MOST_MAPPED = 8


def aligned_links(items: Iterable[Item], *, badge: str) -> list[SuggestedLink]:
    """The items that a badge is about, of the frameworks that an account can be linked to. items: with `framework`."""
    reason = _("because the badge ‘%(badge)s’ is aligned with it") % {"badge": badge}
    return [SuggestedLink(item_to_target(item), reason) for item in items if item.framework.use in USE_NAMES]


def mapped_links(known: Collection[UUID]) -> list[SuggestedLink]:
    """Items and nodes that are mapped to these, the strongest first, MOST_MAPPED at most. Three queries.

    known: identifiers of items and nodes that the account is or may be about.
    """
    if not known:
        return []
    found: dict[UUID, SuggestedLink] = {}
    for suggestion in (*_associated_links(known), *_node_links(known)):
        if suggestion.target.item not in known:
            found.setdefault(suggestion.target.item, suggestion)
    return list(found.values())[:MOST_MAPPED]


def _associated_links(known: Collection[UUID]) -> Iterator[SuggestedLink]:
    from_known = Q(origin__uuid__in=known) & _is_newest("destination")
    to_known = Q(destination__uuid__in=known) & _is_newest("origin")
    for association in Association.objects.for_display().filter(from_known | to_known):
        ends = (association.origin, association.destination)
        near, far = ends if association.origin.uuid in known else ends[::-1]
        if far.framework.use in USE_NAMES:
            yield SuggestedLink(item_to_target(far), _mapping_reason(_name_item(near), association))


def _name_item(item: Item) -> str:
    """The title, with its number where people know the item by it."""
    return f"{item.key} {item.title}" if item.framework.use in NUMBERED else str(item.title)


def _mapping_reason(near: str, association: Association) -> str:
    if association.is_ours or not association.source:
        return _("because ‘%(title)s’ is mapped to it, our suggestion") % {"title": near}
    return _("because ‘%(title)s’ is mapped to it, by %(source)s") % {"title": near, "source": association.source}


def _node_links(known: Collection[UUID]) -> Iterator[SuggestedLink]:
    """A node with one of these themes or capabilities; and the themes of a node that is known."""
    for node in load_graph().nodes.values():
        themes: list[Item] = [*node.themes.all(), *node.capabilities.all()]
        if node.uuid in known:
            reason = _("because ‘%(title)s’ is mapped to it, our suggestion") % {"title": node.title}
            yield from (SuggestedLink(item_to_target(theme), reason) for theme in node.themes.all())
        elif near := next((theme for theme in themes if theme.uuid in known), None):
            reason = _("because ‘%(title)s’ is mapped to it, our suggestion") % {"title": near.title}
            yield SuggestedLink(node_to_target(node), reason)


def _is_newest(end: str) -> Any:
    """Whether one end of an association is of the newest edition of its framework."""
    editions = Framework.objects.filter(key=OuterRef(f"{end}__framework__key")).newest_first()
    return Q(**{f"{end}__framework": Subquery(editions.values("pk")[:1])})


def undecided(suggestions: Iterable[SuggestedLink], decided: Collection[UUID]) -> list[SuggestedLink]:
    """Without what the person has decided on, each item once with its first reason."""
    found: dict[UUID, SuggestedLink] = {}
    for suggestion in suggestions:
        if suggestion.target.item not in decided:
            found.setdefault(suggestion.target.item, suggestion)
    return list(found.values())
