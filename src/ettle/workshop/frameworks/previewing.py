"""A page of readers as it would be with a draft published: the real page, on real rows that are taken back again."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html

from ettle.kit.refused import Refused
from ettle.workshop.frameworks import drafting
from ettle.workshop.models import Draft

READ = {
    "capabilities", "capability", "codes", "codes-by-theme", "code", "employers-code", "logic-model", "item",
    "framework",
}  # fmt: skip
MAIN = re.compile(r'<main id="main"[^>]*>')
# Links to pages that a draft may change stay in the draft; the others leave the frame that the page may stand in.
READERS = re.compile(r'(href|action)="(?=/(?:capabilities|codes|logic-model|items|frameworks)/)')
ABOUT = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")


def shown(draft: Draft, path: str, *, asked: HttpRequest) -> HttpResponse:
    """What a visitor would get at this address. Raises Http404 for what no draft changes; Refused when the draft does
    not fit what is on the site."""
    try:
        match = resolve(path)
    except Resolver404 as none:
        raise Http404 from none
    if match.namespace != "framework" or match.url_name not in READ:
        raise Http404
    visit = _visit(path, asked)
    visit.resolver_match = match
    with drafting.laid_over([draft], now=timezone.now()) as laid:
        for why in laid.stuck.values():
            raise Refused(why)
        response: HttpResponse = match.func(visit, *match.args, **match.kwargs)
    return HttpResponse(_marked(response.content.decode(), draft))


def _visit(path: str, asked: HttpRequest) -> HttpRequest:
    """A visitor's request for this page. Its cookie keeps the page out of the store of pages that visitors share."""
    visit: Any = HttpRequest()
    visit.method, visit.path, visit.path_info = "GET", path, path
    query = asked.META.get("QUERY_STRING", "")
    visit.META = {name: asked.META[name] for name in ABOUT if name in asked.META} | {"QUERY_STRING": query}
    visit.GET = QueryDict(query)
    visit.COOKIES = {"draft": str(asked.user.pk)}
    visit.user = AnonymousUser()
    request: HttpRequest = visit
    return request


def _marked(page: str, draft: Draft) -> str:
    """The page with a line that says what it is, and with links that stay in the draft."""
    home = reverse("workshop:draft", args=[draft.uuid])
    inside = READERS.sub(rf'\1="{home}shown', page)
    inside = re.sub(rf'<a (?=[^>]*?href="/(?!{re.escape(home[1:])}))', '<a target="_top" ', inside)
    words = format_html(
        '<p class="notice notice-warning">This is a draft. Readers do not see it. '
        '<a target="_top" href="{}">Back to the draft</a></p>',
        home,
    )
    return MAIN.sub(lambda found: found[0] + words, inside, count=1)
