"""Tags for the library's templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from ettle.library.markup.anchors import heading_anchor
from ettle.library.markup.html_cleaner import clean_output

register = template.Library()
register.filter("anchor", heading_anchor)


@register.filter
def tidy(text: RichText | str) -> SafeString:
    """Rich text as safe HTML, cleaned for output."""
    return clean_output(text.source if isinstance(text, RichText) else str(text))
