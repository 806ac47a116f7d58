"""Tags for the library's templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from ettle.library.cleaning import clean_out
from ettle.library.compiling import anchor

register = template.Library()
register.filter("anchor", anchor)


@register.filter
def tidy(text: RichText | str) -> SafeString:
    """Rich text, cleaned on the way out."""
    return clean_out(text.source if isinstance(text, RichText) else str(text))
