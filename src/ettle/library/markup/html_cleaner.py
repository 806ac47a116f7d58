"""Rich text made safe: on the way in, when somebody writes it, and on the way out, when a page is compiled."""

from __future__ import annotations

import re
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from ettle.library.markup import rich_text

TAGS = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}
# No text that a person writes nests so deep, and reading one that does takes time by the square of its depth.
MAX_DEPTH = 200
MAX_CACHED_LENGTH = 20_000
MAX_CACHED_TEXTS = 1_000
VOID_TAGS = {"br", "img", "hr", "input", "embed"}
_TAG = re.compile(r"<(/?)([A-Za-z]+)[^<>]*>?")
# Paragraphs of words and nothing else, as most are: of these only the line ends may go.
_WORD = r"[\w.,;:!?'’“”()/–—-]+"
_PLAIN_PARAGRAPHS = re.compile(rf"(?:<p>{_WORD}(?:[ \n]{_WORD})*</p>\n?)+")
_cleaned_texts: dict[str, str] = {}


def clean_input(html: str) -> str:
    """What may be kept. Links to our own pages are kept as the page's number, as Wagtail stores them."""
    return _clean_cached(html) if len(html) < MAX_CACHED_LENGTH else _clean_html(html)


def _clean_cached(html: str) -> str:
    """One text is cleaned at every step of a page's way into the database, and what is clean stays as it is."""
    kept = _cleaned_texts.get(html)
    if kept is None:
        kept = _clean_html(html)
        if len(_cleaned_texts) >= MAX_CACHED_TEXTS:
            _cleaned_texts.clear()
        _cleaned_texts[html] = _cleaned_texts[kept] = kept
    return kept


def _clean_html(html: str) -> str:
    if _PLAIN_PARAGRAPHS.fullmatch(html):
        return html.replace("</p>\n", "</p>").replace("\n", " ")
    kept = {"a": {"href", "linktype", "id"}}
    cleaned = nh3.clean(_limit_depth(html), tags=TAGS, attributes=kept, url_schemes=SCHEMES, link_rel=None)
    return rich_text.render_html(rich_text.parse_html(cleaned))


def expand_page_links(html: str) -> str:
    """With addresses where there were page numbers, for those who take a text away."""
    return clean_input(str(expand_db_html(html))) if "linktype" in html else clean_input(html)


def clean_output(html: str) -> SafeString:
    """What may be shown: page numbers become addresses, and everything is cleaned once more."""
    shown = nh3.clean(
        _limit_depth(expand_db_html(html)),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(shown)  # noqa: S308 - nh3 has just cleaned it


def _limit_depth(html: str) -> str:
    """The text itself, or its words alone when its tags go deeper than anybody writes."""
    depth = 0
    for tag in _TAG.finditer(html):
        depth += 0 if tag[2].lower() in VOID_TAGS else -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            return f"<p>{escape(_TAG.sub(' ', html))}</p>"
    return html
