"""The page of an area. It is public; a signed-in reader also sees what they marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.pages.page_cache import Key, cached_response
from ettle.library import queries
from ettle.library.models import AreaPage, ReadMark
from ettle.library.presentation.article_cache import Article, cached_article, fill_placeholders
from ettle.library.presentation.live_revision import LiveRevision
from ettle.library.views.retirement import moved_or_retired
from ettle.people.queries import known_role, learning_roles

if TYPE_CHECKING:
    from ettle.people.models import User


def requested_role(request: HttpRequest) -> str:
    return known_role(request.GET.get("role", ""))


@audience(EVERYONE)
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A learning area. Visitors get the whole page from the cache, or 304 when they have it already."""
    live = AreaPage.objects.find_live(slug)
    if live is None:
        return moved_or_retired(request, slug)
    return cached_response(
        request, key=lambda: _visitor_key(request, live), render=lambda: _render_for_anyone(request, live)
    )


def _visitor_key(request: HttpRequest, live: LiveRevision) -> Key | None:
    role = requested_role(request)
    is_known = request.META.get("QUERY_STRING", "") in {"", f"role={role}"}
    return ("library.area", live.name, role) if is_known else None


def _render_for_anyone(request: HttpRequest, live: LiveRevision) -> HttpResponse:
    if request.user.is_authenticated:
        return _area_for_reader(request, live, request.user)
    article = cached_article(live, requested_role(request))
    return _render_area(request, article, {"save": "", "reading": article.parts["visitor"]})


def _area_for_reader(request: HttpRequest, live: LiveRevision, reader: User) -> HttpResponse:
    requested = request.GET.get("role", "")
    own_roles = [] if requested else learning_roles(reader)
    article = cached_article(live, requested_role(request) or (own_roles[0].key if own_roles else ""))
    mark = queries.find_read_mark(reader, live.pk)
    is_saved = live.pk in set(queries.list_saved_areas(reader))
    return _render_area(request, article, _placeholder_values(article, mark, get_token(request), is_saved))


def _placeholder_values(article: Article, mark: ReadMark | None, token: str, is_saved: bool) -> dict[str, str]:
    """The parts of the page that depend on the reader. All of it is our own HTML or escaped."""
    values = {
        "csrf": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
        "state": _reading_state(mark),
        "read_on": date_format(localtime(mark.read_at), "j F Y") if mark and mark.read_at else "",
    }
    reading = article.parts["read" if mark and mark.read_at else "open"]
    if mark and mark.place:
        reading = reading.replace(f'value="{mark.place}"', f'value="{mark.place}" selected')
    save = article.parts["saved" if is_saved else "unsaved"]
    return {"save": fill_placeholders(save, values), "reading": fill_placeholders(reading, values)}


def _reading_state(mark: ReadMark | None) -> str:
    if mark is None:
        return ""
    if mark.read_at:
        return '<span class="tag tag-good">Read</span>'
    back = format_html('<a href="#{}">Go on where you stopped</a>', mark.place) if mark.place else ""
    return f'<span class="tag tag-now">Started</span>{back}'


def _render_area(request: HttpRequest, article: Article, placeholders: dict[str, str]) -> HttpResponse:
    return render(request, "library/area.html", {"title": article.title, "html": article.fill_article(placeholders)})
