"""A page of a long list, read from the row where the page before it ended: the last page costs what the first does.

A number of a page costs a count of the whole list, and reading past all pages before it. Here the address names a row
by its key ("after=12"): no name of a person is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from ettle.kit.values.numbers import parse_number

Row = TypeVar("Row")
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """rows: of this page. previous, following: what the addresses of the pages beside it ask; "" for no page."""

    rows: Sequence[Row]
    previous: str = ""
    following: str = ""

    @property
    def has_others(self) -> bool:
        return bool(self.previous or self.following)


def read_page(
    rows: QuerySet[Any, Row], asked: Mapping[str, str], *, order: Sequence[str], size: int
) -> KeysetPage[Row]:
    """Return the page that an address asks for; the first where the row that it names is not in the list any more.

    order: columns without NULL, with "-" before one that falls; the last is "pk" or "-pk". rows: models, not values.
    """
    is_backward = "before" in asked
    edge = _find_edge(rows, asked.get("before" if is_backward else "after", ""), order)
    if edge is None:
        is_backward = False
    direction = [_reverse(name) for name in order] if is_backward else list(order)
    asked_rows = rows.order_by(*direction)
    found = list((asked_rows.filter(_beyond(direction, edge)) if edge else asked_rows)[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if edge and ((is_backward and not has_more) or not shown):
        return read_page(rows, {}, order=order, size=size)  # a first page that is full
    if is_backward:
        shown.reverse()
    has_previous, has_following = (has_more, True) if is_backward else (edge is not None, has_more)
    return KeysetPage(
        shown,
        previous=f"before={_key(shown[0])}" if has_previous else "",
        following=f"after={_key(shown[-1])}" if has_following else "",
    )


def _find_edge(rows: QuerySet[Any, Any], key: str, order: Sequence[str]) -> tuple[Any, ...] | None:
    number = parse_number(key, default=0, most=LARGEST_KEY)
    names = [name.removeprefix("-") for name in order]
    return rows.filter(pk=number).values_list(*names).first() if number else None


def _beyond(order: Sequence[str], edge: tuple[Any, ...]) -> Q:
    """What comes after the edge in this order. The bound of the first column is said alone too, for its index."""
    beyond = Q()
    for name, value in zip(reversed(order), reversed(edge), strict=True):
        column, comparison = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        same = Q((column, value)) & beyond if beyond else Q()
        beyond = Q((f"{column}__{comparison}", value)) | same if same else Q((f"{column}__{comparison}", value))
    first = order[0]
    bound = f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}"
    return Q((bound, edge[0])) & beyond


def _reverse(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _key(row: Any) -> int:
    key: int = row.pk
    return key
