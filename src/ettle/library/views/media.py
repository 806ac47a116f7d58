"""Pictures, films and captions for browsers: a fixed content type, never guessed, cached for a year."""

from __future__ import annotations

import re

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from ettle.kit.files.file_responses import stored_file_response
from ettle.kit.http.audience import EVERYONE, audience

CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt; charset=utf-8",
}
# Renditions, and files named by the hash of their content. Nothing else in the storage is served.
SERVED_PATHS = re.compile(
    r"images/[\w.-]+\.(?:png|jpe?g|webp)"
    r"|(?:original_images|films|captions)/[0-9a-f]{32}(?:_\w{7})?\.(?:png|jpg|webp|mp4|webm|vtt)",
    re.A,
)


@audience(EVERYONE)
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that we have written ourselves, or the range of a film that a player requests."""
    if not SERVED_PATHS.fullmatch(path) or not default_storage.exists(path):
        raise Http404
    kind = CONTENT_TYPES[path.rpartition(".")[2].lower()]
    return stored_file_response(request, path, kind=kind, cache="public, max-age=31536000, immutable")
