"""The search page. Drafts and private content are never in the index."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import limit_page
from ettle.kit.values.numbers import parse_number
from ettle.search.models import SearchEntry
from ettle.search.queries import HITS_PER_GROUP, HITS_PER_PAGE, SEARCHES, Group, SearchResult, search_entries
from ettle.search.terms import MAX_QUERY_LENGTH


@audience(EVERYONE)
@limit_page(SEARCHES)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results by kind; with a kind in the address, one page of that kind."""
    # Invisible characters and those that reverse the text direction are not searched for.
    visible = (letter if letter.isprintable() else " " for letter in request.GET.get("q", ""))
    typed = " ".join("".join(visible).split())
    query = typed[:MAX_QUERY_LENGTH]
    kind = request.GET.get("kind", "")
    kind = kind if kind in SearchEntry.Kind.values else ""
    page = parse_number(request.GET.get("page", ""), most=999, default=1) or 1
    result = search_entries(query, kind=kind, page=page)
    context = {
        "query": query,
        "was_cut": len(typed) > MAX_QUERY_LENGTH,
        "most": MAX_QUERY_LENGTH,
        "result": result,
        "corrected": list(result.corrected.items()),
        "kind": kind,
        "groups": [(group, _group_address(group, query, kind)) for group in result.groups],
        "whole": _search_address(query),
        "earlier": _search_address(query, kind, page - 1) if kind and page > 1 else "",
        "later": _search_address(query, kind, page + 1) if kind and _has_more(result, page) else "",
    }
    return render(request, "search/search.html", context)


def _search_address(query: str, kind: str = "", page: int = 1) -> str:
    parameters = {"q": query, "kind": kind, "page": str(page) if page > 1 else ""}
    return "/search/?" + urlencode({name: value for name, value in parameters.items() if value})


def _group_address(group: Group, query: str, kind: str) -> str:
    """The address of all hits of a group; empty when all are shown."""
    return _search_address(query, group.kind) if not kind and group.count > HITS_PER_GROUP else ""


def _has_more(result: SearchResult, page: int) -> bool:
    return any(group.count > page * HITS_PER_PAGE for group in result.groups)
