"""Find what is published. Nothing that is private or a draft is in the index."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.search.models import SearchEntry
from ettle.search.queries import HITS_PER_GROUP, HITS_PER_PAGE, Group, SearchResult, search_entries
from ettle.search.terms import MAX_QUERY_LENGTH


@audience(EVERYONE)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; with a kind, a page of it."""
    # Letters that show nothing, or turn the line round, are nothing anybody looks for.
    visible = (letter if letter.isprintable() else " " for letter in request.GET.get("q", ""))
    typed = " ".join("".join(visible).split())
    asked = typed[:MAX_QUERY_LENGTH]
    kind = request.GET.get("kind", "")
    kind = kind if kind in SearchEntry.Kind.values else ""
    page = _parse_page(request.GET.get("page", ""))
    found = search_entries(asked, kind=kind, page=page)
    context = {
        "asked": asked,
        "was_cut": len(typed) > MAX_QUERY_LENGTH,
        "most": MAX_QUERY_LENGTH,
        "found": found,
        "corrected": list(found.corrected.items()),
        "kind": kind,
        "groups": [(group, _group_address(group, asked, kind)) for group in found.groups],
        "whole": _search_address(asked),
        "earlier": _search_address(asked, kind, page - 1) if kind and page > 1 else "",
        "later": _search_address(asked, kind, page + 1) if kind and _has_more(found, page) else "",
    }
    return render(request, "search/search.html", context)


def _parse_page(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 3 and int(asked) else 1


def _search_address(asked: str, kind: str = "", page: int = 1) -> str:
    wanted = {"q": asked, "kind": kind, "page": str(page) if page > 1 else ""}
    return "/search/?" + urlencode({name: value for name, value in wanted.items() if value})


def _group_address(group: Group, asked: str, kind: str) -> str:
    """Where all of a group are, when only its first are shown."""
    return _search_address(asked, group.kind) if not kind and group.count > HITS_PER_GROUP else ""


def _has_more(found: SearchResult, page: int) -> bool:
    return any(group.count > page * HITS_PER_PAGE for group in found.groups)
