"""Django's filters for text with line ends, with the direction of each paragraph: a built-in of every template.

People write from left to right and from right to left. Without `dir="auto"` a browser puts the full stop of an Urdu
sentence on the wrong side, and mixes the words of a name with those around it.
"""

from __future__ import annotations

from django import template
from django.template import defaultfilters
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.translations.pack_texts import AsWritten, english_attribute

register = template.Library()


@register.filter(is_safe=True, needs_autoescape=True)
def linebreaks(value: str, autoescape: bool = True) -> SafeString:
    """Return the paragraphs of a text, each in its own direction."""
    html = defaultfilters.linebreaks_filter(value, autoescape=autoescape)
    return mark_safe(html.replace("<p>", f'<p dir="auto"{english_attribute(value)}>'))  # noqa: S308 - Django has escaped the text


@register.filter(is_safe=True, needs_autoescape=True)
def linebreaksbr(value: str, autoescape: bool = True) -> SafeString:
    """Return a text with its line ends, in its own direction."""
    html = defaultfilters.linebreaksbr(value, autoescape=autoescape)
    return mark_safe(f'<span dir="auto"{english_attribute(value)}>{html}</span>')  # noqa: S308 - Django has escaped the text


@register.filter(is_safe=True, needs_autoescape=True)
def line_ends(value: str, autoescape: bool = True) -> SafeString:
    """Return a piece of a text with its line ends; the element around the pieces has the direction."""
    return defaultfilters.linebreaksbr(value, autoescape=autoescape)


@register.filter
def as_written(value: str) -> AsWritten:
    """Return words that are English in every language, so that a page in another language marks them as English."""
    return AsWritten(value)
