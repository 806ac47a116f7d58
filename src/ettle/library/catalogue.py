"""The catalogue of areas, kept by each process until something is published or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, QuerySet, Sum
from wagtail.models import Page

from ettle.kit.composed import composed, in_all
from ettle.library import queries
from ettle.library.choosing import Card, Catalogue
from ettle.library.models import AreaPage

NAMES = ("pk", "slug", "title", "summary", "minutes", "roles", "capabilities", "badges", "activities")
Stamp = tuple[Any, ...]


def stamp() -> Stamp:
    """Changes when an area is published, taken off, moved or deleted. One query."""
    return _stamps(ContentType.objects.get_for_model(AreaPage).pk)[0]


@composed
def _stamps(kind: int) -> QuerySet[Page, Stamp]:
    """Asked of the pages alone: the areas with all their words lie further apart.

    A sum, for of two that were published at once the greater number may be seen first.
    """
    newest = {"revisions": Sum("live_revision_id"), "published": Max("last_published_at")}
    return in_all(Page.objects.live().filter(content_type=kind), count=Count("pk"), **newest)


def catalogue(at: Stamp) -> Catalogue:
    return _made(at)


@lru_cache(maxsize=2)
def _made(at: Stamp) -> Catalogue:
    """at: the stamp it is kept under; areas published since have another."""
    return Catalogue(_cards())


def _cards() -> Iterator[Card]:
    for row in queries.areas().values(*NAMES):
        yield Card(
            pk=row["pk"],
            slug=row["slug"],
            title=row["title"],
            summary=row["summary"],
            minutes=row["minutes"],
            roles=tuple(row["roles"]),
            capabilities=tuple(row["capabilities"]),
            badges=tuple(row["badges"]),
            has_activity=bool(row["activities"]),
        )
