"""Read an area. Anybody may; a signed-in reader meets what they marked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from ettle.library import queries
from ettle.library.compiling import Article, compiled, fill
from ettle.library.models import AreaPage, Live, ReadMark
from ettle.library.views.kept import WHOLE_PAGE_SECONDS, answer, is_plain
from ettle.library.views.retired import moved_or_retired
from ettle.people.queries import LearningRole, learning_roles

if TYPE_CHECKING:
    from ettle.people.models import User


def asked_role(request: HttpRequest) -> str:
    role = request.GET.get("role", "")
    return role if role in LearningRole.values else ""


@login_not_required
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A learning area, compiled; visitors get the whole page from the cache and 304 when they hold it."""
    live = AreaPage.objects.shown(slug)
    if live is None:
        return moved_or_retired(request, slug)
    if request.user.is_authenticated:
        return _area_for(request, live, request.user)
    return _area_for_visitor(request, live)


def _area_for(request: HttpRequest, live: Live, reader: User) -> HttpResponse:
    asked = request.GET.get("role", "")
    mine = [] if asked else learning_roles(reader)
    article = compiled(live, asked_role(request) or (mine[0].value if mine else ""))
    mark = queries.mark_in(reader, live.pk)
    is_saved = live.pk in queries.saved_by(reader)
    response = _page(request, article, _holes(article, mark, get_token(request), is_saved))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _holes(article: Article, mark: ReadMark | None, token: str, is_saved: bool) -> dict[str, str]:
    """What one reader's page differs in. Everything here is ours or escaped."""
    mine = {
        "csrf": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
        "state": _state(mark),
        "read_on": date_format(localtime(mark.read_at), "j F Y") if mark and mark.read_at else "",
    }
    reading = article.parts["read" if mark and mark.read_at else "open"]
    if mark and mark.place:
        reading = reading.replace(f'value="{mark.place}"', f'value="{mark.place}" selected')
    save = article.parts["saved" if is_saved else "unsaved"]
    return {"save": fill(save, mine), "reading": fill(reading, mine)}


def _state(mark: ReadMark | None) -> str:
    if mark is None:
        return ""
    if mark.read_at:
        return '<span class="tag tag-good">Read</span>'
    back = format_html('<a href="#{}">Go on where you stopped</a>', mark.place) if mark.place else ""
    return f'<span class="tag tag-now">Started</span>{back}'


def _area_for_visitor(request: HttpRequest, live: Live) -> HttpResponseBase:
    role = asked_role(request)
    key = f"library.page.{live.name}.{role}"
    plain = is_plain(request, f"role={role}")
    kept: tuple[str, bytes] | None = cache.get(key) if plain else None
    if kept is None:
        article = compiled(live, role)
        body = _page(request, article, {"save": "", "reading": article.parts["visitor"]}).content
        kept = (f'"{live.revision}-{hashlib.sha256(body).hexdigest()[:20]}"', body)
        if plain:
            cache.set(key, kept, WHOLE_PAGE_SECONDS)
    return answer(request, *kept)


def _page(request: HttpRequest, article: Article, holes: dict[str, str]) -> HttpResponse:
    return render(request, "library/area.html", {"title": article.title, "html": article.filled(holes)})
