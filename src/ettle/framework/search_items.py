"""What search may find of this room: its pages, every framework and item, and the logic model."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.framework import queries
from ettle.framework.models import Framework, Item
from ettle.framework.types import FrameworkUse
from ettle.kit.search_items import SearchItem, SearchKind, tool_item

# The whole of a framework comes before its parts.
WHOLE = 100


def list_search_items() -> Iterator[SearchItem]:
    yield from _tools()
    yield from _frameworks()
    yield from _items()
    yield from _logic_model()


def _tools() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("framework:capabilities"),
        _("What leading well takes"),
        _("The capabilities, with their themes"),
        _("capabilities; leadership capabilities; leadership skills; what makes a good leader; capability"),
    )
    yield tool_item(
        reverse("framework:codes"),
        _("The Codes and leadership"),
        _("The Codes of Practice, number by number"),
        _("codes of practice; code of practice; codes for workers; code of conduct"),
    )
    yield tool_item(
        reverse("framework:codes-by-theme"),
        _("The Codes by theme"),
        _("Which numbers of the Codes go with which capability"),
        _("codes by theme; codes by capability; which code goes with which capability"),
    )
    yield tool_item(
        reverse("framework:logic-model"),
        _("Leadership Logic Model"),
        _("How leadership makes a difference"),
        _("logic model; theory of change; does leadership matter; how leadership leads to outcomes"),
    )


def _frameworks() -> Iterator[SearchItem]:
    """The latest edition of each first."""
    for place, framework in enumerate(Framework.objects.filled().order_by("edition", "pk")):
        if framework.use == FrameworkUse.MAIN:
            continue
        yield SearchItem(
            SearchKind.CODE,
            str(framework.uuid),
            reverse("framework:framework", args=[framework.uuid]),
            framework.title,
            phrases=(f"{framework.title} {framework.edition}", framework.key.replace("-", " ")),
            about=f"{framework.owner}, {framework.edition}",
            text=(framework.description, framework.note),
            priority=WHOLE + place,
        )


def _items() -> Iterator[SearchItem]:
    for item, lines in queries.searchable_items():
        is_own = item.framework.use == FrameworkUse.MAIN
        edition = f"{item.framework.title}, {item.framework.edition}"
        yield SearchItem(
            SearchKind.CAPABILITY if is_own else SearchKind.CODE,
            str(item.uuid),
            _item_address(item),
            item.title if is_own else f"{item.key} {item.title}",
            names=(item.key,),
            phrases=() if is_own else (item.title,),
            about=(item.parent.title if item.parent else "") if is_own else edition,
            text=(item.statement, *lines),
            priority=_edition_year(item),
        )


def _edition_year(item: Item) -> int:
    edition = item.framework.edition[:4]
    return int(edition) - 2000 if edition.isascii() and edition.isdigit() and len(edition) == 4 else 0


def _item_address(item: Item) -> str:
    if item.framework.use == FrameworkUse.MAIN and item.parent is None:
        return reverse("framework:capability", args=[item.key])
    if item.framework.use == FrameworkUse.WORKER_CODES and item.kind == "code":
        return reverse("framework:code", args=[item.framework.edition, item.key])
    return reverse("framework:item", args=[item.uuid])


def _logic_model() -> Iterator[SearchItem]:
    address = reverse("framework:logic-model")
    nodes, links = queries.searchable_model()
    for node in nodes:
        yield SearchItem(
            SearchKind.MODEL,
            str(node.uuid),
            f"{address}?node={node.key}",
            node.title,
            names=(node.key,),
            about=node.get_column_display(),
            text=(node.spoken, *(theme.title for theme in node.themes.all())),
        )
    for link in links:
        yield SearchItem(
            SearchKind.MODEL,
            str(link.uuid),
            f"{address}?node={link.origin.key}#link-{link.key}",
            link.in_words(),
            names=(link.key,),
            about=_("Link, {strength}").format(strength=link.get_strength_display().lower()),
            text=(link.why, link.assumption, link.source),
        )
