"""Whole pages kept for visitors: the frameworks change seldom, and everyone without an account reads the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from ettle.framework import queries
from ettle.kit.pages.brand import current_brand

P = ParamSpec("P")
CACHE_SECONDS = 300
# Longer addresses are answered, but not kept: nobody may fill the store with made-up ones.
LONGEST_ADDRESS = 120


def cache_for_visitors(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give a visitor's page an ETag and keep it until a framework, the model or the site's look changes."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.COOKIES:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-cache"
            return response
        address = request.get_full_path()
        key = f"framework.page.{_cache_digest(address, read_state(request), current_brand())}"
        kept: tuple[str, bytes] | None = cache.get(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = (f'"{hashlib.sha256(response.content).hexdigest()[:32]}"', response.content)
            if len(address) <= LONGEST_ADDRESS:
                cache.set(key, kept, CACHE_SECONDS)
        return _conditional_response(request, *kept)

    return answered


def read_state(request: HttpRequest) -> str:
    """Return the state of frameworks and model, asked once in a request: a page is found and drawn by the same one."""
    state: str | None = getattr(request, "_framework_state", None)
    if state is None:
        state = request._framework_state = queries.current_state()  # type: ignore[attr-defined]  # for this function alone
    return state


def _conditional_response(request: HttpRequest, etag: str, body: bytes) -> HttpResponseBase:
    whole = HttpResponse(body, headers={"ETag": etag, "Cache-Control": "public, no-cache"})
    patch_vary_headers(whole, ["Cookie"])
    return get_conditional_response(request, etag=etag, response=whole) or whole


def _cache_digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]
