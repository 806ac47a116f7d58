"""Answers for machines: the right content type, open to every origin, and "not changed" when that is so."""

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
    """Return content for anyone. seconds: how long a copy may be used without asking again."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    whole = HttpResponse(content, content_type=kind)
    if filename and "download" in request.GET:
        whole.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    whole.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=whole)
    answered = HttpResponse() if response is None else response
    answered.headers["Access-Control-Allow-Origin"] = "*"
    answered.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(answered, public=True, max_age=seconds)
    return answered


def is_page_request(request: HttpRequest) -> bool:
    """Whether a person's browser asks, rather than a machine."""
    return "text/html" in request.headers.get("Accept", "")
