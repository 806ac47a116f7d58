"""Pages for visitors that are kept whole, and the answer to a browser that holds them already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

# The page round the words is the operator's brand: half a minute old at most.
WHOLE_PAGE_SECONDS = 30


def is_cacheable_request(request: HttpRequest, *queries: str) -> bool:
    """Nothing in this request is one person's own. queries: the query strings that are expected."""
    return not request.COOKIES and request.META.get("QUERY_STRING", "") in {"", *queries}


def conditional_response(request: HttpRequest, etag: str, body: bytes) -> HttpResponseBase:
    """The page, or 304 when the browser holds it."""
    response = HttpResponse(body, headers={"ETag": etag, "Cache-Control": "public, no-cache"})
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=etag, response=response) or response
