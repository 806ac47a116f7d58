"""How many pages that cost something one network may ask for in a minute: search, checks of badges, pages of links.

    @audience(EVERYONE)
    @limit_page(SEARCHES)
    def results(request): ...

Every page that is open to anyone with the link has LINK_PAGES without a decorator. The counts are in the memory of each
process and nowhere else: the request of an observer writes nothing that could say when they answered. So a site of four
processes allows four times as many, and a restart begins again; the numbers are for floods, not for people.

`limit_posts` counts the forms that are sent to a page, in the database: all processes share it, and a restart keeps it.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ettle.kit.http.audience import LINK_HOLDERS, find_audience
from ettle.kit.limits.counters import Limit, consume
from ettle.kit.refusal import LimitReached

TOO_MANY_REQUESTS = 429
CSRF_FIELD = "csrfmiddlewaretoken"
MOST_COUNTS = 50_000  # networks in memory; above it all begin again
LINK_PAGES = Limit(
    "kit/link-pages", "network", 1_200, timedelta(minutes=1), _("Many pages were opened from your network in a minute.")
)
LIMITS = [LINK_PAGES]
View = TypeVar("View", bound=Callable[..., object])

_counts: dict[tuple[str, str], tuple[float, int]] = {}
_lock = threading.Lock()


def limit_page(limit: Limit) -> Callable[[View], View]:
    """Declare how often one network may ask for a page."""

    def mark(view: View) -> View:
        view.page_limit = limit  # type: ignore[attr-defined]  # a function takes any attribute
        return view

    return mark


def limit_posts(limit: Limit) -> Callable[[View], View]:
    """Declare how often one network may send forms to a page."""

    def mark(view: View) -> View:
        view.post_limit = limit  # type: ignore[attr-defined]  # a function takes any attribute
        return view

    return mark


def client_network(request: HttpRequest) -> str:
    """Return the network of an address: /24 for IPv4, /48 for IPv6."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


class PageLimitMiddleware:
    """Answers 429 with a sentence, and when to try again, to a network that has asked for too many pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: tuple[object, ...], options: dict[str, object]
    ) -> HttpResponse | None:
        posts: Limit | None = getattr(view, "post_limit", None)
        if posts is not None and request.method == "POST":
            return _count_post(request, posts)
        limit: Limit | None = getattr(view, "page_limit", None)
        if limit is None and find_audience(view) == LINK_HOLDERS:
            limit = LINK_PAGES
        if limit is None:
            return None
        wait = count_request(limit, client_network(request))
        if not wait:
            return None
        again = ngettext("Try again in %(count)s second.", "Try again in %(count)s seconds.", wait) % {"count": wait}
        response = _refuse(request, f"{limit.words} {again}", can_send_again=not request.FILES)
        response.headers["Retry-After"] = str(wait)
        return response


def _refuse(request: HttpRequest, words: str, *, can_send_again: bool) -> HttpResponse:
    """The page that says to wait. can_send_again: with a button that sends the same form again, as it was.

    Going back in a browser does not bring the words back where the page may not be stored, or came from a post itself.
    """
    is_post = request.method == "POST"
    context = {
        "words": words,
        "was_sent": is_post,
        "can_send_again": is_post and can_send_again,
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name != CSRF_FIELD],
        "address": request.get_full_path(),
    }
    return render(request, "kit/limit_reached.html", context, status=TOO_MANY_REQUESTS)


def _count_post(request: HttpRequest, limit: Limit) -> HttpResponse | None:
    """Count a form in the database; the page that refuses it when its network has sent too many."""
    try:
        consume(limit, client_network(request), now=timezone.now())
    except LimitReached as reached:
        response = _refuse(request, str(reached), can_send_again=False)  # passwords and codes are not put into a page
        response.headers["Retry-After"] = str(reached.seconds)
        return response
    return None


def count_request(limit: Limit, network: str) -> int:
    """Count a request of a network. Returns how many seconds to wait, 0 when there is room."""
    now, key = monotonic(), (limit.name, network)
    with _lock:
        if len(_counts) > MOST_COUNTS:
            _counts.clear()
        began, used = _counts.get(key, (now, 0))
        if now - began >= limit.within.total_seconds():
            began, used = now, 0
        _counts[key] = (began, used + 1)
    return int(began + limit.within.total_seconds() - now) + 1 if used >= limit.most else 0
