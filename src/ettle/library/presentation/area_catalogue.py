"""The catalogue of areas, cached in each process until an area is published or unpublished."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, QuerySet, Sum
from wagtail.models import Page

from ettle.activities.queries import badges_with_activities
from ettle.kit.database.prepared_queries import aggregate_query, prepared_query
from ettle.kit.translations.pack_texts import AsWritten
from ettle.kit.values.short_caches import current_period
from ettle.library.models import AreaGroup, AreaPage
from ettle.library.presentation.area_filters import Card, Catalogue
from ettle.library.presentation.area_languages import translated_cards, translation_version

CARD_FIELDS = (
    "pk", "slug", "title", "summary", "minutes", "roles", "capabilities", "badges", "activities", "group", "outcome",
    "drawing",
)  # fmt: skip
# A group that was renamed is shown so after this time at the latest.
CatalogueVersion = tuple[Any, ...]


def catalogue_version() -> CatalogueVersion:
    """Changes when an area is published, unpublished, moved or deleted, and with the language. One query in English."""
    return (*_area_state(ContentType.objects.get_for_model(AreaPage).pk)[0], *translation_version())


@prepared_query
def _area_state(content_type: int) -> QuerySet[Page, CatalogueVersion]:
    """Reads the table of pages alone: the rows of areas, with all their text, take longer to scan.

    The revisions are summed, not their maximum taken: when two are published at once, the one with the greater number
    may be visible first.
    """
    newest = {"revisions": Sum("live_revision_id"), "published": Max("last_published_at")}
    return aggregate_query(Page.objects.live().filter(content_type=content_type), count=Count("pk"), **newest)


def load_catalogue(at: CatalogueVersion) -> Catalogue:
    return _cached_catalogue(at)


@lru_cache(maxsize=8)
def _cached_catalogue(at: CatalogueVersion) -> Catalogue:
    """at: the cache key; it changes when an area is published, and is another for another language."""
    return Catalogue(_build_cards())


def _build_cards() -> Iterator[Card]:
    translated, leading = translated_cards(), badges_with_activities()
    for stored in AreaPage.objects.live().order_by("position", "title").values(*CARD_FIELDS):
        # What has no translation is shown in English, and marked as English.
        english = {name: AsWritten(stored[name]) for name in ("title", "summary", "outcome")}
        row = {**stored, **english, **translated.get(stored["pk"], {})}
        yield Card(
            pk=row["pk"],
            slug=row["slug"],
            title=row["title"],
            summary=row["summary"],
            minutes=row["minutes"],
            roles=tuple(row["roles"]),
            capabilities=tuple(row["capabilities"]),
            badges=tuple(row["badges"]),
            has_activity=bool(row["activities"]) or not leading.isdisjoint(row["badges"]),
            group=row["group"],
            outcome=row["outcome"],
            drawing=row["drawing"],
        )


def group_titles() -> dict[str, str]:
    """Key and title of every group of areas, in order."""
    return _read_groups(current_period())


@lru_cache(maxsize=1)
def _read_groups(_period: int) -> dict[str, str]:
    return dict(AreaGroup.objects.values_list("key", "title"))
