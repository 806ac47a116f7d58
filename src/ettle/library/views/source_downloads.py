"""Downloads of the sources of one area, or of all saved areas."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.library import queries
from ettle.library.models import AreaPage
from ettle.library.presentation.citations import CITATION_FORMATS, Source, remove_duplicates
from ettle.people.types import SignedInRequest


@audience(EVERYONE)
@require_safe
def sources(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    area = get_object_or_404(AreaPage.objects.live(), slug=slug)
    return _citation_file(f"{slug}-sources", ending, [area])


@audience(SIGNED_IN)
@require_safe
def my_sources(request: SignedInRequest, ending: str) -> HttpResponse:
    return _citation_file("my-saved-areas-sources", ending, queries.saved_areas(request.user))


def _citation_file(name: str, ending: str, areas: Iterable[AreaPage]) -> HttpResponse:
    kind = CITATION_FORMATS.get(ending)
    if kind is None:
        raise Http404
    sources = remove_duplicates(Source(**block.value) for area in areas for block in area.references)
    response = HttpResponse(kind.write(sources), content_type=kind.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
