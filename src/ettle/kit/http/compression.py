"""Pages are compressed, except where somebody on another website could have asked for them with a person's cookies.

Someone who makes a browser ask for a page again and again, each time with a guess in the address, and sees how long
each answer is, could guess what else stands on that page (the BREACH attack). It needs requests that come from
elsewhere and carry the person's cookies: these get the page as it is. Django adds a random number of bytes to
the others as well.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What a browser says of a request that the person began (an address, a bookmark) or that a page of ours made.
OUR_OWN = frozenset({"none", "same-origin"})
COMPRESSED_TYPES = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
COMPRESSED_ENDINGS = ("+json", "+xml")


class CompressionMiddleware(GZipMiddleware):
    """Compresses text with gzip for those who accept it. Pictures, sound and PDF are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not (_may_be_compressed(request) and _is_text(response)):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def _may_be_compressed(request: HttpRequest) -> bool:
    """True without cookies: nothing there is one person's. A browser that says nothing may be asking for others."""
    return not request.headers.get("Cookie") or request.headers.get("Sec-Fetch-Site", "") in OUR_OWN


def _is_text(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind.startswith(COMPRESSED_TYPES) or kind.endswith(COMPRESSED_ENDINGS)
