"""Responses for machines: content type, CORS headers for every origin, ETag and 304."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

CREDENTIAL_TYPE = "application/vc"
TOKEN_TYPE = "application/vc+jwt"  # noqa: S105 - a content type
DID_TYPE = "application/did+json"
JSON_LD_TYPE = "application/ld+json"
DAY_SECONDS = 86_400


def public_response(
    request: HttpRequest, content: bytes, kind: str, *, seconds: int = 0, filename: str = ""
) -> HttpResponse:
    """Return content for anyone. seconds: how long it may be cached."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    whole = HttpResponse(content, content_type=kind)
    if filename and "download" in request.GET:
        whole.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    whole.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=whole)
    result = HttpResponse() if response is None else response
    result.headers["Access-Control-Allow-Origin"] = "*"
    result.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(result, public=True, max_age=seconds)
    return result


def is_page_request(request: HttpRequest) -> bool:
    """Whether a browser requests a page, rather than a machine the data."""
    return "text/html" in request.headers.get("Accept", "")
