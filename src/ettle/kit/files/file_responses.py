"""Responses with stored files: with the right content type, never guessed by the browser, never run."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

RANGE_PATTERN = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK_BYTES = 2 * 1024 * 1024


def stored_file_response(request: HttpRequest, path: str, *, kind: str, cache: str) -> HttpResponseBase:
    """Return a stored file, or the requested range of it. kind: its content type. cache: the Cache-Control header."""
    response = _range_response(request, path) or FileResponse(default_storage.open(path))
    response.headers["Content-Type"] = kind
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = cache
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _range_response(request: HttpRequest, path: str) -> HttpResponse | None:
    """Return at most two megabytes; a player requests the next range. None when the whole file is requested."""
    requested = RANGE_PATTERN.fullmatch(request.headers.get("Range", ""))
    if requested is None or requested[0] == "bytes=-":
        return None
    size = default_storage.size(path)
    first = int(requested[1]) if requested[1] else max(0, size - int(requested[2]))
    last = min(size - 1, int(requested[2]) if requested[1] and requested[2] else size - 1, first + CHUNK_BYTES - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(path) as file:
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})
