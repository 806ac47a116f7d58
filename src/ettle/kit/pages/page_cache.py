"""Rendered pages in Django's cache: whole pages for visitors, and parts of pages that everyone is shown alike.

A room gives a key and a function that renders. The key names what is shown and the version of what it is made from: a
revision, a change counter. A change makes another key, so that every worker shows it at once and nothing is ever
removed. What the key does not name may be out of date for as long as the page is stored.

A whole page is stored only when neither the request nor the response holds a cookie, other than that of a reader's
choices, which the key of a page names where the page depends on them (kit.http.choice_cookie). A part is rendered
without the request, so that it cannot hold anything of one person. Drafts and previews have no key (None).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from ettle.kit.http.audience import NOT_STORED
from ettle.kit.http.choice_cookie import has_other_cookies
from ettle.kit.pages.brand import current_brand
from ettle.kit.pages.site_contents import empty_pages
from ettle.kit.translations.catalogue import catalogue_version

Part = TypeVar("Part")
Key = tuple[object, ...]
CACHE_SECONDS = 300


def cached_part(
    key: Key | None, render: Callable[[], Part], *, is_current: Callable[[Part], bool] = lambda _: True
) -> Part:
    """Return a part of a page from the cache, or rendered now.

    is_current: whether what was rendered is what the key names; a new version may have been published in between.
    """
    if key is None:
        return render()
    name = cache_key(key)
    stored: Part | None = cache.get(name)
    if stored is not None:
        return stored
    part = render()
    if is_current(part):
        cache.set(name, part, CACHE_SECONDS)
    return part


def cached_response(
    request: HttpRequest,
    *,
    key: Callable[[], Key | None],
    render: Callable[[], HttpResponse],
    seconds: int = CACHE_SECONDS,
) -> HttpResponseBase:
    """Return a page: to a visitor from the cache, with an ETag and 304; to a signed-in person rendered, and private.

    key: called for requests without a cookie only. None: nothing to store, such as an address that someone made up.
    """
    has_cookies = has_other_cookies(request)
    if has_cookies and request.user.is_authenticated:
        response = render()
        response.headers["Cache-Control"] = NOT_STORED
        return response
    page_key = None if has_cookies else key()
    name = cache_key(page_key) if page_key is not None else ""
    stored: bytes | None = cache.get(name) if name else None
    if stored is not None:
        return _conditional_response(request, HttpResponse(stored), "public")
    response = render()
    if response.status_code != 200:
        return response
    is_public = not has_cookies and not _sets_cookie(request, response)
    if name and is_public:
        cache.set(name, response.content, seconds)
    return _conditional_response(request, response, "public" if is_public else "private")


def cache_key(key: Key) -> str:
    """Return the key in the cache: the room's key, and what every page depends on."""
    shown = (key, current_brand(), empty_pages(), get_language(), catalogue_version(), get_current_timezone_name())
    return f"page.{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"


def _sets_cookie(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this response sets a cookie, or a middleware will set one: for a form's token, or for a session."""
    return bool(response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.session.modified)


def _conditional_response(request: HttpRequest, response: HttpResponse, audience: str) -> HttpResponseBase:
    """Return the response, or 304 when the browser has it."""
    response.headers["Cache-Control"] = f"{audience}, no-cache"
    patch_vary_headers(response, ["Cookie"])
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
