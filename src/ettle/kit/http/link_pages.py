"""Pages whose address is a secret: an observer's, a look-back's, an invitation's, an endorser's, a change of email
address, the end of emails of a kind.

No log line may have their address. They are known by the beginning of their address, so that this holds for a link
that was mistyped too, and before any URL is read. A test compares the list with the addresses that are open to anyone
with the link.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIXES = (
    "/360/", "/look-back/", "/organisation/join/", "/address/", "/cpl/verify/", "/emails/stop/", "/together/join/",
    "/together/with/", "/endorse/",
)  # fmt: skip
_LINK = re.compile(rf"({'|'.join(map(re.escape, PREFIXES))})[^\s\"'<>]*")


def is_link_page(path: str) -> bool:
    return path.startswith(PREFIXES)


def hide_links(text: str) -> str:
    """Return a text with every such address cut off after its beginning: "/360/…"."""
    return _LINK.sub(r"\1…", text)


class LinkPageFilter(logging.Filter):
    """Leaves out lines about such pages below ERROR: a page that was refused says when somebody was there."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or not _LINK.search(record.getMessage())


class LinkPageMiddleware:
    """Has browsers send no more than the site's name with the requests of such a page.

    With Django's "same-origin" the address of the page would go with the request for each style sheet, and so to the
    access log of a proxy. Nothing at all ("no-referrer") would have forms posted without an origin, and refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_link_page(request.path_info):
            response.headers["Referrer-Policy"] = "strict-origin"
        return response
