"""Rich text made safe: on the way in, when somebody writes it, and on the way out, when a page is compiled."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

TAGS = {"p", "br", "strong", "b", "em", "i", "a", "ul", "ol", "li"}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean_in(html: str) -> str:
    """What may be kept. Links to our own pages are kept as the page's number, as Wagtail stores them."""
    kept = {"a": {"href", "linktype", "id"}}
    return nh3.clean(html, tags=TAGS, attributes=kept, url_schemes=SCHEMES, link_rel=None)


def clean_out(html: str) -> SafeString:
    """What may be shown: page numbers become addresses, and everything is cleaned once more."""
    shown = nh3.clean(
        expand_db_html(html), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"
    )
    return mark_safe(shown)  # noqa: S308 - nh3 has just cleaned it
