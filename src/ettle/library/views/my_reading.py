"""The page "My reading": areas saved, started and read, including those retired or deleted since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.library import queries
from ettle.library.models import AreaPage, ReadMark, SavedArea
from ettle.library.presentation.citations import CITATION_FORMATS

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.people.types import SignedInRequest


@dataclass(frozen=True)
class SuccessorLink:
    title: str
    address: str


@dataclass(frozen=True)
class Row:
    """title: as it was when the mark was made. address: empty when the area is no longer live."""

    title: str
    address: str
    when: str
    note: str = ""
    successor: SuccessorLink | None = None


@audience(SIGNED_IN)
@require_safe
def my_reading(request: SignedInRequest) -> HttpResponse:
    saved, marks = queries.reading_history(request.user)
    begun = [_build_row(mark, _("Started on %(day)s"), mark.updated_at) for mark in marks if mark.read_at is None]
    read = [_build_row(mark, _("Read on %(day)s"), mark.read_at) for mark in marks if mark.read_at]
    lists = [
        (_("Saved for later"), _("Nothing yet. Open an area and press ‘Save for later’."),
         [_build_row(mark, _("Saved on %(day)s"), mark.saved_at) for mark in saved]),
        (_("Started"), _("Nothing is half read."), begun),
        (_("Read"), _("Nothing yet. At the end of an area you can say that you have read it."), read),
    ]  # fmt: skip
    downloads = [
        (kind.label, reverse("library:my-sources", args=[ending])) for ending, kind in CITATION_FORMATS.items()
    ]
    return render(request, "library/my_reading.html", {"lists": lists, "downloads": downloads})


def _build_row(mark: SavedArea | ReadMark, word: str, at: datetime) -> Row:
    area = mark.area
    when = word % {"day": date_format(localtime(at), "DATE_FORMAT")}
    if area is None or not area.live:
        return Row(mark.title, "", when, _("no longer shown"), _find_successor(area))
    is_new = mark.revision is not None and mark.revision != area.live_revision_id
    renamed = _("changed since; it is called ‘%(title)s’ now") % {"title": area.title}
    note = renamed if area.title != mark.title else _("changed since")
    place = f"#{mark.place}" if isinstance(mark, ReadMark) and mark.place else ""
    return Row(mark.title, f"{reverse('library:area', args=[area.slug])}{place}", when, note if is_new else "")


def _find_successor(area: AreaPage | None) -> SuccessorLink | None:
    retirement = getattr(area, "retirement", None)
    successor = retirement.successor if retirement else None
    return (
        SuccessorLink(successor.title, reverse("library:area", args=[successor.slug]))
        if successor and successor.live
        else None
    )
