"""What the site has to show: which pages have nothing, because no pack and no author has brought what they need.

A room says what its pages need in `Room.contents`. Everything is read in one query, at most once in 30 seconds in each
process, because every page asks for its footer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from ettle.kit.room import offered
from ettle.kit.values.short_caches import current_period


@dataclass(frozen=True)
class SiteContent:
    """Something that a site may have or lack. name: "framework.codes".

    rows: a query of one column; the site has it when there is a row, and what the first row holds can be asked for.
    pages: the addresses that have nothing to show without it. A page that is below one of them has nothing either.
    """

    name: str
    rows: QuerySet[Any, Any]
    pages: tuple[str, ...] = ()


def find_content(name: str) -> Any:
    """Return the value of a content, None when the site has no row of it. Raises KeyError for an unknown name."""
    return _read_contents(current_period())[name]


def has_page(address: str) -> bool:
    """Whether a page of this site has something to show, as far as that needs content."""
    path = address.partition("?")[0].partition("#")[0]
    return not path.startswith(empty_pages())


def empty_pages() -> tuple[str, ...]:
    """The addresses that have nothing to show; what is below one of them has nothing either."""
    return _empty_pages(current_period())


def clear_cache() -> None:
    """Forget what this process has read."""
    _read_contents.cache_clear()
    _empty_pages.cache_clear()


def _list_contents() -> Iterator[SiteContent]:
    for list_contents in offered("contents"):
        yield from list_contents()


@lru_cache(maxsize=1)
def _read_contents(_period: int) -> Mapping[str, Any]:
    listed = list(_list_contents())
    parts = [content.rows[:1].query.sql_with_params() for content in listed]
    columns = ", ".join(f"({sql})" for sql, _params in parts)
    with connection.cursor() as cursor:
        # The words of the query are Django's, and every value is a parameter.
        cursor.execute(f"SELECT {columns}", [value for _sql, params in parts for value in params])
        row = cursor.fetchone()
    return dict(zip([content.name for content in listed], row, strict=True))


@lru_cache(maxsize=1)
def _empty_pages(period: int) -> tuple[str, ...]:
    found = _read_contents(period)
    return tuple(page for content in _list_contents() if found[content.name] is None for page in content.pages)
