"""A reader's page as it would be with a draft published: the real page, rendered from a snapshot in memory."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from ettle.kit.refusal import Refused
from ettle.workshop.frameworks import queries
from ettle.workshop.models import FrameworkDraft

PREVIEWED_VIEWS = {
    "capabilities", "capability", "codes", "codes-by-theme", "code", "employers-code", "logic-model", "item",
    "framework",
}  # fmt: skip
MAIN_TAG = re.compile(r'<main id="main"[^>]*>')
# Links to pages that a draft may change stay in the draft; the others leave the frame of the preview.
READER_LINKS = re.compile(r'(href|action)="(?=/(?:capabilities|codes|logic-model|items|frameworks)/)')
COPIED_META = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")


def render_draft_page(draft: FrameworkDraft, path: str, *, request: HttpRequest) -> HttpResponse:
    """Return what a visitor would get at this address. Raises Http404 for pages that no draft changes, and Refused when
    the draft does not fit the site."""
    try:
        match = resolve(path)
    except Resolver404 as none:
        raise Http404 from none
    if match.namespace != "framework" or match.url_name not in PREVIEWED_VIEWS:
        raise Http404
    visit = _visitor_request(path, request)
    visit.resolver_match = match
    with queries.show_drafts([draft]) as shown:
        for _title, why in shown.refused.values():
            raise Refused(why)
        response: HttpResponse = match.func(visit, *match.args, **match.kwargs)
    return HttpResponse(_add_notice(response.content.decode(), draft))


def _visitor_request(path: str, request: HttpRequest) -> HttpRequest:
    """Return a visitor's request for this page. Its cookie keeps the page out of the shared page cache."""
    copy: Any = HttpRequest()
    copy.method, copy.path, copy.path_info = "GET", path, path
    query = request.META.get("QUERY_STRING", "")
    copy.META = {name: request.META[name] for name in COPIED_META if name in request.META} | {"QUERY_STRING": query}
    copy.GET = QueryDict(query)
    copy.COOKIES = {"draft": str(request.user.pk)}
    copy.user = AnonymousUser()
    typed_copy: HttpRequest = copy
    return typed_copy


def _add_notice(page: str, draft: FrameworkDraft) -> str:
    """Add a notice that this is a draft, and make links stay in the draft."""
    home = reverse("workshop:draft", args=[draft.uuid])
    inside = READER_LINKS.sub(rf'\1="{home}shown', page)
    inside = re.sub(rf'<a (?=[^>]*?href="/(?!{re.escape(home[1:])}))', '<a target="_top" ', inside)
    words = format_html(
        '<p class="notice notice-warning">This is a draft. Readers do not see it. '
        '<a target="_top" href="{}">Back to the draft</a></p>',
        home,
    )
    return MAIN_TAG.sub(lambda tag: tag[0] + words, inside, count=1)
