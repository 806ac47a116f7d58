"""Marks around English words on a page in another language, which become `lang` when the page is complete.

A template does not know whether it shows a text inside an element or inside an attribute, where no element may be. So
the text carries two characters of Unicode's private use area, and the finished page tells the two places apart.
"""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.operations.environment import ENGLISH

BEGINS, ENDS = "\ue0e8", "\ue0e9"
MARKS = re.compile(f"[{BEGINS}{ENDS}]")
MARKED = re.compile(f"{BEGINS}([^<{BEGINS}{ENDS}]*){ENDS}")
# Where no element may be: inside a tag, and inside elements that hold text alone.
PLACES = re.compile(
    r"<(?P<plain>title|option|textarea|script|style|desc)\b[^>]*>.*?</(?P=plain)\s*>|<svg\b|</svg\s*>|<[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
MARKUP = ("text/html", "image/svg+xml")


def mark_english(html: str) -> SafeString:
    """Return words of a page, marked as English. html: escaped."""
    return mark_safe(f"{BEGINS}{html}{ENDS}")  # noqa: S308 - escaped by the caller


def remove_marks(text: str) -> str:
    return MARKS.sub("", text)


def finish_page(html: str) -> str:
    """Return a page with `lang` in place of the marks, or without the marks where no element may be."""
    pieces: list[str] = []
    end, element = 0, "span"
    for place in PLACES.finditer(html):
        pieces += [_finish_text(html[end : place.start()], element), remove_marks(place[0])]
        end = place.end()
        if place[0][:4].lower() == "<svg":
            element = "tspan"
        elif place[0][:5].lower() == "</svg":
            element = "span"
    return "".join([*pieces, _finish_text(html[end:], element)])


def _finish_text(text: str, element: str) -> str:
    if BEGINS not in text and ENDS not in text:
        return text
    return remove_marks(MARKED.sub(rf'<{element} lang="{ENGLISH}">\1</{element}>', text))


def finish_response(response: HttpResponseBase) -> None:
    """Replace the marks in a page that is about to be sent."""
    if not isinstance(response, HttpResponse) or BEGINS.encode() not in response.content:
        return
    if response.get("Content-Type", "").startswith((*MARKUP, "text/")):
        finish = finish_page if response["Content-Type"].startswith(MARKUP) else remove_marks
        response.content = finish(response.content.decode()).encode()
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
