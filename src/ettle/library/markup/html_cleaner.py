"""Rich text made safe: on input, before it is stored, and on output, when a page is rendered."""

from __future__ import annotations

import re
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from ettle.library.markup import rich_text

TAGS = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}
# No text written by a person is nested so deeply; parsing takes time quadratic in the depth.
MAX_DEPTH = 200
MAX_CACHED_LENGTH = 20_000
MAX_CACHED_TEXTS = 1_000
VOID_TAGS = {"br", "img", "hr", "input", "embed"}
_TAG = re.compile(r"<(/?)([A-Za-z]+)[^<>]*>?")
# Paragraphs of plain words, as most are: only their line ends need cleaning.
_WORD = r"[\w.,;:!?'‘’“”()/–—-]+"
_PLAIN_PARAGRAPHS = re.compile(rf"(?:<p>{_WORD}(?:[ \n]{_WORD})*</p>\n?)+")
_cleaned_texts: dict[str, str] = {}


def clean_input(html: str) -> str:
    """HTML that may be stored. Links to our own pages keep the page's primary key, as Wagtail stores them."""
    return _clean_cached(html) if len(html) < MAX_CACHED_LENGTH else _clean_html(html)


def _clean_cached(html: str) -> str:
    """Cached, because a text is cleaned several times while a page is saved. Cleaning is idempotent."""
    cleaned = _cleaned_texts.get(html)
    if cleaned is None:
        cleaned = _clean_html(html)
        if len(_cleaned_texts) >= MAX_CACHED_TEXTS:
            _cleaned_texts.clear()
        _cleaned_texts[html] = _cleaned_texts[cleaned] = cleaned
    return cleaned


def _clean_html(html: str) -> str:
    if _PLAIN_PARAGRAPHS.fullmatch(html):
        return html.replace("</p>\n", "</p>").replace("\n", " ")
    attributes = {"a": {"href", "linktype", "id"}}
    cleaned = nh3.clean(_limit_depth(html), tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel=None)
    return rich_text.render_html(rich_text.parse_html(cleaned))


def expand_page_links(html: str) -> str:
    """Cleaned HTML in which links to our own pages have addresses instead of primary keys, for export."""
    return clean_input(str(expand_db_html(html))) if "linktype" in html else clean_input(html)


def clean_output(html: str) -> SafeString:
    """HTML that may be shown: primary keys of pages become addresses, and everything is cleaned again."""
    shown = nh3.clean(
        _limit_depth(expand_db_html(html)),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return mark_safe(shown)  # noqa: S308 - nh3 has just cleaned it


def _limit_depth(html: str) -> str:
    """The HTML unchanged, or one paragraph of its text when its tags are nested more than MAX_DEPTH deep."""
    depth = 0
    for tag in _TAG.finditer(html):
        depth += 0 if tag[2].lower() in VOID_TAGS else -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            return f"<p>{escape(_TAG.sub(' ', html))}</p>"
    return html
