"""Files from the store as browsers fetch them: the right type, never guessed, never run."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

RANGE_PATTERN = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK_BYTES = 2 * 1024 * 1024


def stored_file_response(request: HttpRequest, path: str, *, kind: str, cache: str) -> HttpResponseBase:
    """A stored file, or the part of it that a player asks for. kind: its type. cache: who may keep it, and how long."""
    response = _range_response(request, path) or FileResponse(default_storage.open(path))
    response.headers["Content-Type"] = kind
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = cache
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _range_response(request: HttpRequest, path: str) -> HttpResponse | None:
    """At most two megabytes at a time; a player asks for the next. None when the whole is asked for."""
    asked = RANGE_PATTERN.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        return None
    size = default_storage.size(path)
    first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    last = min(size - 1, int(asked[2]) if asked[1] and asked[2] else size - 1, first + CHUNK_BYTES - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(path) as file:
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})
