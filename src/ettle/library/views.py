"""Select an area, read it, mark it. Anybody may read; a mark needs an account."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from ettle.framework import queries as framework
from ettle.library import actions, queries
from ettle.library.choosing import Card, Choice, choose, links
from ettle.library.compiling import SELF_ASSESSMENT, Article, compiled, fill
from ettle.library.models import AreaPage, FrontPage, Live, ReadMark, SavedArea, StatementPage
from ettle.library.shelves import SENTENCE
from ettle.people.queries import LearningRole, learning_roles

if TYPE_CHECKING:
    from ettle.people.models import User
    from ettle.people.requests import SignedInRequest

WHOLE_PAGE_SECONDS = 30
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Select an area."""
    reader = request.user if request.user.is_authenticated else None
    choice = Choice(
        role=_role(request), capability=request.GET.get("capability", ""), saved=request.GET.get("saved", "")
    )
    cards = _cards(reader)
    capabilities = {item.key: item.title for item in framework.capabilities()}
    page = FrontPage.objects.live().first()
    context = {
        "self_assessment": SELF_ASSESSMENT,
        "sentence": page.sentence if page else SENTENCE,
        "cards": choose(cards, choice),
        "total": len(cards),
        "choice": choice,
        "showing": _showing(choice, capabilities),
        "role_links": links(cards, choice, "role", {"": "Every role", **dict(LearningRole.choices)}),
        "capability_links": links(cards, choice, "capability", {"": "All six capabilities", **capabilities}),
        "saved_links": links(cards, choice, "saved", {"": "All areas", "yes": "Saved for later"}) if reader else [],
        "reading": queries.reading_now(reader) if reader else None,
    }
    return render(request, "library/front.html", context)


def _showing(choice: Choice, capabilities: dict[str, str]) -> str:
    """What the list shows now, in words."""
    role = LearningRole(choice.role).label if choice.role else "every role"
    parts = [f"Showing: {role}", capabilities.get(choice.capability, ""), "saved for later" if choice.saved else ""]
    return ", ".join(part for part in parts if part)


def _role(request: HttpRequest) -> str:
    role = request.GET.get("role", "")
    return role if role in LearningRole.values else ""


def _cards(reader: User | None) -> list[Card]:
    saved = set(SavedArea.objects.filter(reader=reader).values_list("area_id", flat=True)) if reader else set()
    marks = dict(ReadMark.objects.filter(reader=reader).values_list("area_id", "read_at")) if reader else {}
    shown = queries.areas().values("pk", "slug", "title", "summary", "minutes", "roles", "capabilities", "badges")
    return [_card(row, saved, marks) for row in shown]


def _card(row: dict[str, Any], saved: set[int], marks: dict[int, Any]) -> Card:
    pk = row["pk"]
    return Card(
        slug=row["slug"],
        title=row["title"],
        summary=row["summary"],
        minutes=row["minutes"],
        roles=tuple(row["roles"]),
        capabilities=tuple(row["capabilities"]),
        badges=tuple(row["badges"]),
        state=("Read" if marks[pk] else "Started") if pk in marks else "",
        is_saved=pk in saved,
    )


@login_not_required
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """The areas are chosen on the front page."""
    return redirect("library:front")


@login_not_required
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A learning area, compiled; visitors get the whole page from the cache and 304 when they hold it."""
    live = AreaPage.objects.shown(slug)
    if live is None:
        raise Http404
    if request.user.is_authenticated:
        return _area_for(request, live, request.user)
    return _area_for_visitor(request, live)


def _area_for(request: HttpRequest, live: Live, reader: User) -> HttpResponse:
    asked = request.GET.get("role", "")
    mine = [] if asked else learning_roles(reader)
    article = compiled(live, _role(request) or (mine[0].value if mine else ""))
    mark = ReadMark.objects.filter(reader=reader, area=live.pk).first()
    is_saved = SavedArea.objects.filter(reader=reader, area=live.pk).exists()
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
    role = _role(request)
    key = f"library.page.{live.name}.{role}"
    plain = request.META.get("QUERY_STRING", "") in {"", f"role={role}"} and not request.COOKIES
    kept: tuple[str, bytes] | None = cache.get(key) if plain else None
    if kept is None:
        article = compiled(live, role)
        body = _page(request, article, {"save": "", "reading": article.parts["visitor"]}).content
        kept = (f'"{live.revision}-{hashlib.sha256(body).hexdigest()[:20]}"', body)
        if plain:
            # The page round the article is the operator's brand: half a minute old at most.
            cache.set(key, kept, WHOLE_PAGE_SECONDS)
    return _answer(request, *kept)


def _answer(request: HttpRequest, etag: str, body: bytes) -> HttpResponseBase:
    response = HttpResponse(body, headers={"ETag": etag, "Cache-Control": "public, no-cache"})
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=etag, response=response) or response


def _page(request: HttpRequest, article: Article, holes: dict[str, str]) -> HttpResponse:
    return render(request, "library/area.html", {"title": article.title, "html": article.filled(holes)})


def _marked(request: SignedInRequest, slug: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("library:area", slug)


def _live(slug: str) -> AreaPage:
    page: AreaPage = get_object_or_404(AreaPage.objects.live(), slug=slug)
    return page


@require_POST
def save(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save for later. Twice is once, so no key is needed against double taps; the same holds below."""
    actions.save_area(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Saved for later. You find it on the front page.")


@require_POST
def unsave(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.unsave_area(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Taken off your saved list.")


@require_POST
def keep_place(request: SignedInRequest, slug: str) -> HttpResponse:
    page = _live(slug)
    places = {section.anchor for section in compiled(page.as_shown(), "").sections}
    place = request.POST.get("place", "")
    actions.keep_place(page, reader=request.user, place=place if place in places else "", now=timezone.now())
    return _marked(request, slug, "Your place is kept. You can go on from the front page.")


@require_POST
def read(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.mark_read(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "Marked as read. Well done for making the time.")


@require_POST
def unread(request: SignedInRequest, slug: str) -> HttpResponse:
    actions.forget_reading(_live(slug), reader=request.user, now=timezone.now())
    return _marked(request, slug, "The mark is taken off.")


@login_not_required
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Accessibility, privacy and whatever else the operator says about the site."""
    page = get_object_or_404(StatementPage.objects.live(), slug=slug)
    return render(request, "library/statement.html", {"page": page})


@login_not_required
@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as Wagtail has drawn it anew. What was uploaded is never served from here."""
    kind = PICTURES.get("." + path.rpartition(".")[2].lower())
    if kind is None or not path.startswith("images/") or ".." in path or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
