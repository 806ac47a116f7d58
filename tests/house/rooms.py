"""What the tests of the house look at: the rooms, their models, their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from ettle.kit.room import installed_rooms

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ettle"


def rooms() -> list[str]:
    return [room.label for room in installed_rooms()]


def tables() -> Iterator[type[models.Model]]:
    """Every model of ours, with the tables that tie many to many."""
    for room in rooms():
        yield from apps.get_app_config(room).get_models(include_auto_created=True)


def addresses() -> Iterator[tuple[str, str, URLPattern]]:
    """Every (name, route, pattern) that leads to a page of ours. The authors' workshop has rules of its own."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str, route: str
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if here.startswith("cms/"):
                continue
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield f"{namespace}{pattern.name or ''}", here, pattern


def who_may() -> dict[str, frozenset[str]]:
    """The lists of all rooms, joined. A room may leave its own name out of its addresses' names."""
    there = {name for name, _, _ in addresses()}
    lists: dict[str, frozenset[str]] = {}
    for room in rooms():
        if find_spec(f"ettle.{room}.access"):
            for name, who in import_module(f"ettle.{room}.access").WHO.items():
                lists[f"{room}:{name}" if f"{room}:{name}" in there else name] = who
    return lists
