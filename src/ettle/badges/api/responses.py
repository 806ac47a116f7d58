"""Responses for machines: content type, CORS headers for every origin, ETag and 304."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from ettle.kit.http.audience import NOT_STORED

CREDENTIAL_TYPE = "application/vc"
TOKEN_TYPE = "application/vc+jwt"  # noqa: S105 - a content type
DID_TYPE = "application/did+json"
FILE_TYPE = "application/octet-stream"
JSON_LD_TYPE = "application/ld+json"
DAY_SECONDS = 86_400


def public_response(
    request: HttpRequest, content: bytes, kind: str, *, seconds: int = 0, filename: str = ""
) -> HttpResponse:
    """Return content for anyone. seconds: how long it may be cached."""
    whole = HttpResponse(content, content_type=kind)
    if filename and "download" in request.GET:
        whole.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    result = _with_etag(request, whole)
    result.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(result, public=True, max_age=seconds)
    return result


def private_response(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """Return content for the person who asks: no cache stores it, and no other site reads it."""
    result = _with_etag(request, HttpResponse(content, content_type=kind))
    result.headers["Cache-Control"] = NOT_STORED
    return result


def _with_etag(request: HttpRequest, whole: HttpResponse) -> HttpResponse:
    """The response with its ETag, or 304 when the request names it."""
    etag = f'"{hashlib.sha256(whole.content).hexdigest()[:32]}"'
    whole.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=whole)
    result = HttpResponse() if response is None else response
    result.headers["X-Content-Type-Options"] = "nosniff"
    return result


def is_page_request(request: HttpRequest) -> bool:
    """Whether a browser requests a page, rather than a machine the data."""
    return "text/html" in request.headers.get("Accept", "")
