"""What other rooms ask about reading."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from ettle.library.models import AreaPage, ReadMark, SavedArea

if TYPE_CHECKING:
    from ettle.people.models import User

__all__ = ["areas", "is_page", "reading_now", "saved_areas"]


def areas() -> QuerySet[AreaPage]:
    """Every area that is shown, in the order its author gave."""
    shown: QuerySet[AreaPage] = AreaPage.objects.live().order_by("position", "title")
    return shown


def is_page(address: str) -> bool:
    """Does one of our own pages stand at this address? What only Wagtail would look for is not one of them."""
    try:
        return resolve(urlsplit(address).path).url_name != "wagtail_serve"
    except Resolver404:
        return False


def reading_now(reader: User) -> ReadMark | None:
    """The area somebody last kept a place in and has not finished; its page is loaded."""
    return ReadMark.objects.reading_now(reader).first()


def saved_areas(reader: User) -> list[AreaPage]:
    """What somebody saved for later, the latest first."""
    saved = SavedArea.objects.filter(reader=reader, area__live=True).select_related("area").order_by("-saved_at")
    return [row.area for row in saved]
