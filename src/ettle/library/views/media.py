"""Pictures, films and captions as browsers fetch them: the right type, never guessed, never run, kept for a year."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
# Pictures that we drew, and what we have named by its content. Whatever else lies in the store is not served.
OURS = re.compile(
    r"images/[\w.-]+\.(?:png|jpe?g|webp)"
    r"|(?:original_images|films|captions)/[0-9a-f]{32}(?:_\w{7})?\.(?:png|jpg|webp|mp4|webm|vtt)",
    re.A,
)
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
CHUNK = 2 * 1024 * 1024


@login_not_required
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that we have written ourselves, or the part of a film that a player asks for."""
    if not OURS.fullmatch(path) or not default_storage.exists(path):
        raise Http404
    response = _part(request, path) or FileResponse(default_storage.open(path))
    response.headers["Content-Type"] = KINDS[path.rpartition(".")[2].lower()]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _part(request: HttpRequest, path: str) -> HttpResponse | None:
    """At most two megabytes at a time; a player asks for the next. None when the whole is asked for."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        return None
    size = default_storage.size(path)
    first = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
    last = min(size - 1, int(asked[2]) if asked[1] and asked[2] else size - 1, first + CHUNK - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(path) as file:
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})
