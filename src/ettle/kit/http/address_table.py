"""Every address of the site with who may open it, read from the URLs and the views themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from ettle.kit.http.audience import Audience, find_audience


@dataclass(frozen=True)
class Address:
    """name: with its namespace, "" if it has none. route: as the URLs say it. converters: part of the route -> type."""

    name: str
    route: str
    view: Callable[..., object]
    converters: dict[str, object]

    @property
    def audience(self) -> Audience | None:
        return find_audience(self.view)


def list_addresses(urlconf: str | None = None) -> list[Address]:
    """Every address of the site, or of another list of URLs, in the order in which they are tried."""
    return list(_walk_patterns(get_resolver(urlconf).url_patterns, "", "", {}))


def address_table() -> str:
    """Return all addresses as a Markdown table, by route."""
    rows = {
        f"| `/{address.route}` | {address.name} | {address.audience.people if address.audience else 'nobody'} |"
        for address in list_addresses()
    }
    return "\n".join(["| address | name | who may open it |", "| --- | --- | --- |", *sorted(rows)]) + "\n"


def _walk_patterns(
    patterns: Iterable[URLPattern | URLResolver], namespace: str, route: str, outer: dict[str, object]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        converters = outer | getattr(pattern.pattern, "converters", {})
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk_patterns(pattern.url_patterns, inner, here, converters)
        else:
            yield Address(f"{namespace}{pattern.name or ''}", here, pattern.callback, converters)
