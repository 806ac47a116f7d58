"""A page of readers as it would be with a draft published: the real page, asked of a snapshot in memory."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from ettle.kit.refusal import Refused
from ettle.workshop.frameworks import draft_edits
from ettle.workshop.models import FrameworkDraft

PREVIEWED_VIEWS = {
    "capabilities", "capability", "codes", "codes-by-theme", "code", "employers-code", "logic-model", "item",
    "framework",
}  # fmt: skip
MAIN_TAG = re.compile(r'<main id="main"[^>]*>')
# Links to pages that a draft may change stay in the draft; the others leave the frame that the page may stand in.
READER_LINKS = re.compile(r'(href|action)="(?=/(?:capabilities|codes|logic-model|items|frameworks)/)')
COPIED_META = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")


def render_draft_page(draft: FrameworkDraft, path: str, *, asked: HttpRequest) -> HttpResponse:
    """What a visitor would get at this address. Raises Http404 for what no draft changes; Refused when the draft does
    not fit what is on the site."""
    try:
        match = resolve(path)
    except Resolver404 as none:
        raise Http404 from none
    if match.namespace != "framework" or match.url_name not in PREVIEWED_VIEWS:
        raise Http404
    visit = _visitor_request(path, asked)
    visit.resolver_match = match
    with draft_edits.show_drafts([draft]) as shown:
        for _title, why in shown.refused.values():
            raise Refused(why)
        response: HttpResponse = match.func(visit, *match.args, **match.kwargs)
    return HttpResponse(_add_notice(response.content.decode(), draft))


def _visitor_request(path: str, asked: HttpRequest) -> HttpRequest:
    """A visitor's request for this page. Its cookie keeps the page out of the store of pages that visitors share."""
    visit: Any = HttpRequest()
    visit.method, visit.path, visit.path_info = "GET", path, path
    query = asked.META.get("QUERY_STRING", "")
    visit.META = {name: asked.META[name] for name in COPIED_META if name in asked.META} | {"QUERY_STRING": query}
    visit.GET = QueryDict(query)
    visit.COOKIES = {"draft": str(asked.user.pk)}
    visit.user = AnonymousUser()
    request: HttpRequest = visit
    return request


def _add_notice(page: str, draft: FrameworkDraft) -> str:
    """The page with a line that says what it is, and with links that stay in the draft."""
    home = reverse("workshop:draft", args=[draft.uuid])
    inside = READER_LINKS.sub(rf'\1="{home}shown', page)
    inside = re.sub(rf'<a (?=[^>]*?href="/(?!{re.escape(home[1:])}))', '<a target="_top" ', inside)
    words = format_html(
        '<p class="notice notice-warning">This is a draft. Readers do not see it. '
        '<a target="_top" href="{}">Back to the draft</a></p>',
        home,
    )
    return MAIN_TAG.sub(lambda found: found[0] + words, inside, count=1)
