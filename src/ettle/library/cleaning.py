"""Rich text made safe: on the way in, when somebody writes it, and on the way out, when a page is compiled."""

from __future__ import annotations

import re
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from ettle.library import prose

TAGS = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}
# No text that a person writes nests so deep, and reading one that does takes time by the square of its depth.
DEEPEST = 200
LONG = 20_000
MOST_KEPT = 1_000
EMPTY = {"br", "img", "hr", "input", "embed"}
_TAG = re.compile(r"<(/?)([A-Za-z]+)[^<>]*>?")
# Paragraphs of words and nothing else, as most are: of these only the line ends may go.
_WORD = r"[\w.,;:!?'’“”()/–—-]+"
_BARE = re.compile(rf"(?:<p>{_WORD}(?:[ \n]{_WORD})*</p>\n?)+")
_cleaned: dict[str, str] = {}


def clean_in(html: str) -> str:
    """What may be kept. Links to our own pages are kept as the page's number, as Wagtail stores them."""
    return _clean_once(html) if len(html) < LONG else _clean(html)


def _clean_once(html: str) -> str:
    """One text is cleaned at every step of a page's way into the database, and what is clean stays as it is."""
    kept = _cleaned.get(html)
    if kept is None:
        kept = _clean(html)
        if len(_cleaned) >= MOST_KEPT:
            _cleaned.clear()
        _cleaned[html] = _cleaned[kept] = kept
    return kept


def _clean(html: str) -> str:
    if _BARE.fullmatch(html):
        return html.replace("</p>\n", "</p>").replace("\n", " ")
    kept = {"a": {"href", "linktype", "id"}}
    cleaned = nh3.clean(_not_too_deep(html), tags=TAGS, attributes=kept, url_schemes=SCHEMES, link_rel=None)
    return prose.html(prose.parts(cleaned))


def addressed(html: str) -> str:
    """With addresses where there were page numbers, for those who take a text away."""
    return clean_in(str(expand_db_html(html))) if "linktype" in html else clean_in(html)


def clean_out(html: str) -> SafeString:
    """What may be shown: page numbers become addresses, and everything is cleaned once more."""
    shown = nh3.clean(
        _not_too_deep(expand_db_html(html)),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(shown)  # noqa: S308 - nh3 has just cleaned it


def _not_too_deep(html: str) -> str:
    """The text itself, or its words alone when its tags go deeper than anybody writes."""
    depth = 0
    for tag in _TAG.finditer(html):
        depth += 0 if tag[2].lower() in EMPTY else -1 if tag[1] else 1
        if depth > DEEPEST:
            return f"<p>{escape(_TAG.sub(' ', html))}</p>"
    return html
