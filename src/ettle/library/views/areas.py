"""The page of an area. It is public; a signed-in reader also sees what they marked."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ettle.journey import queries as journey
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.pages.page_cache import Key, cached_response
from ettle.library import queries
from ettle.library.models import AreaPage, ReadMark
from ettle.library.presentation.area_languages import translation_version
from ettle.library.presentation.article_cache import Article, cached_article, fill_placeholders
from ettle.library.presentation.live_revision import LiveRevision
from ettle.library.views.reader_choices import shown_choices
from ettle.library.views.retirement import moved_or_retired

if TYPE_CHECKING:
    from ettle.people.models import User

# A link to the next section, of our own template: rich text cannot have this attribute.
CONTINUE = re.compile(r'<a (class="[^"]+" data-continue) href="#([^"]+)">(.*?)</a>')
STEP = '<details class="area-step" data-step="'


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
    """None for an address that no page links to, because invented addresses would fill the cache."""
    choices = shown_choices(request)
    known = {"role": choices.role, "setting": choices.setting, "whole": "1"}
    asked = {name: value for name, value in known.items() if name in request.GET}
    is_known = request.META.get("QUERY_STRING", "") == urlencode(asked)
    if not is_known:
        return None
    return ("library.area", live.name, choices, "whole" in asked, translation_version(live.pk))


def _render_for_anyone(request: HttpRequest, live: LiveRevision) -> HttpResponse:
    if request.user.is_authenticated:
        return _area_for_reader(request, live, request.user)
    article = cached_article(live, shown_choices(request))
    placeholders = {"save": "", "reading": article.parts["visitor"], "act": article.parts.get("visitor_act", "")}
    return _render_area(request, article, article.fill_article(placeholders))


def _area_for_reader(request: HttpRequest, live: LiveRevision, reader: User) -> HttpResponse:
    article = cached_article(live, shown_choices(request, reader))
    mark = queries.find_read_mark(reader, live.pk)
    is_saved = live.pk in set(queries.list_saved_areas(reader))
    goal = journey.find_act_goal(reader, article.act) if article.act else None
    values = _placeholder_values(article, mark, token=get_token(request), is_saved=is_saved, goal=goal)
    filled = article.fill_article(values)
    html = CONTINUE.sub(r'<button type="submit" \1 form="keep-place" name="place" value="\2">\3</button>', filled)
    return _render_area(request, article, html, place=mark.place if mark else "")


def _placeholder_values(
    article: Article, mark: ReadMark | None, *, token: str, is_saved: bool, goal: uuid.UUID | None
) -> dict[str, str]:
    """The parts of the page that depend on the reader. All of it is our own HTML or escaped.

    goal: the reader's open goal that the area's act has become.
    """
    values = {
        "csrf": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
        "once": format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4()),
        "state": _reading_state(mark),
        "goal": reverse("journey:goal", args=[goal]) if goal else "",
        "read_on": date_format(localtime(mark.read_at), "j F Y") if mark and mark.read_at else "",
    }
    parts = {
        "save": article.parts["saved" if is_saved else "unsaved"],
        "reading": article.parts["read" if mark and mark.read_at else "open"],
        "act": article.parts.get("own_act" if goal else "act", ""),
    }
    return {name: fill_placeholders(part, values) for name, part in parts.items()}


def _reading_state(mark: ReadMark | None) -> str:
    if mark is None:
        return ""
    if mark.read_at:
        return format_html('<span class="tag tag-good">{}</span>', _("Read"))
    back = format_html('<a href="#{}">{}</a>', mark.place, _("Go on where you stopped")) if mark.place else ""
    return format_html('<span class="tag tag-now">{}</span>{}', _("Started"), back)


def _render_area(request: HttpRequest, article: Article, html: str, *, place: str = "") -> HttpResponse:
    """place: the section a reader stopped at, which is open. Everything is open at ?whole=1."""
    for anchor in [section.anchor for section in article.sections] if "whole" in request.GET else [place]:
        html = html.replace(f'{STEP}{anchor}"', f'{STEP}{anchor}" open')
    return render(request, "library/area.html", {"title": article.title, "html": mark_safe(html)})  # noqa: S308 - filled above
