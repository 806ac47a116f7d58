"""The search page, and the signposts to help. Drafts and private content are never in the index."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.forms.outcomes import render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, EVERYONE, audience
from ettle.kit.http.page_limits import limit_page
from ettle.kit.input.spec_texts import show_texts
from ettle.kit.values.numbers import parse_number
from ettle.people.types import SignedInRequest
from ettle.search import actions
from ettle.search.forms import SignpostForm, initial_values
from ettle.search.models import SearchEntry
from ettle.search.queries import HITS_PER_PAGE, SEARCHES, SearchResult, list_signposts, search_entries
from ettle.search.words.query_terms import MAX_QUERY_LENGTH


@audience(EVERYONE)
@limit_page(SEARCHES)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results, the best first; with a kind in the address, only those of that kind."""
    # Invisible characters and those that reverse the text direction are not searched for.
    visible = (letter if letter.isprintable() else " " for letter in request.GET.get("q", ""))
    typed = " ".join("".join(visible).split())
    query = typed[:MAX_QUERY_LENGTH]
    kind = request.GET.get("kind", "")
    kind = kind if kind in SearchEntry.Kind.values else ""
    page = parse_number(request.GET.get("page", ""), most=999, default=1) or 1
    result = search_entries(query, reader=request.user, kind=kind, page=page)
    context = {
        "query": query,
        "was_cut": len(typed) > MAX_QUERY_LENGTH,
        "most": MAX_QUERY_LENGTH,
        "result": result,
        "corrected": list(result.corrected.items()),
        "kind": kind,
        "kinds": _kind_links(result, query, kind),
        "earlier": _search_address(query, kind, page - 1) if page > 1 else "",
        "later": _search_address(query, kind, page + 1) if result.count > page * HITS_PER_PAGE else "",
    }
    return render(request, "search/search.html", context)


@audience(EVERYONE)
@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Every signpost on one page."""
    shown = list(map(show_texts, list_signposts()))
    checked = [bool(post.checked_on) for post in shown]
    context = {"signposts": shown, "are_unchecked": not all(checked), "is_any_checked": any(checked)}
    return render(request, "search/urgent_help.html", context)


@audience(ADMINISTRATORS)
@require_safe
def signposts(request: SignedInRequest) -> HttpResponse:
    return render(request, "search/signposts.html", {"signposts": list_signposts()})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def signpost(request: SignedInRequest, key: str) -> HttpResponse:
    """Change a signpost and confirm that its numbers were checked."""
    found = next((post for post in list_signposts() if post.key == key), None)
    if found is None:
        raise Http404
    form = SignpostForm(request.POST) if request.method == "POST" else SignpostForm(initial=initial_values(found))
    outcome = run_form(
        form,
        lambda data: actions.change_signpost(
            key,
            now_text=data["urgent"],
            report=data["report"],
            contacts=data["contacts"],
            by=request.user,
            now=timezone.now(),
        ),
    )
    if outcome:
        messages.success(request, _("The signpost is saved. It says that its numbers were checked today."))
        return redirect("search:signposts")
    return render_form(request, "search/signpost_form.html", form, {"signpost": found})


def _kind_links(result: SearchResult, query: str, kind: str) -> list[tuple[str, int, str, bool]]:
    """(title, count, address, whether it is chosen) of every kind among the results, and first of all together."""
    total = sum(result.kinds.values())
    links = [(_("Everything"), total, _search_address(query), not kind)]
    for value, label in SearchEntry.Kind.choices:
        if value in result.kinds:
            links.append((str(label), result.kinds[value], _search_address(query, value), kind == value))
    return links if len(links) > 2 or kind else []


def _search_address(query: str, kind: str = "", page: int = 1) -> str:
    parameters = {"q": query, "kind": kind, "page": str(page) if page > 1 else ""}
    return "/search/?" + urlencode({name: value for name, value in parameters.items() if value})
