"""Icons of the capabilities, for every room's templates. They are always beside the name."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ettle.framework.models import Item

register = template.Library()

# Paths in a 24 by 24 box, by the names that a framework chooses from. Without one: the plain mark.
DRAWINGS = {
    "horizon": "M3 18.5h18M6.5 18.5a5.5 5.5 0 0 1 11 0M12 5.5v3M4.6 8.9l2.2 2M19.4 8.9l-2.2 2",
    "compass": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm3.8 5.2-2.3 5.3-5.3 2.3 2.3-5.3 5.3-2.3Z",
    "flame": "M12.5 3c.6 3.6 5 5.4 5 10.2a5.5 5.5 0 0 1-11 0c0-2.4 1.3-3.6 1.9-5.6 1.5.8 2.2 1.9 2.3 3.3"
    " 1.3-1.9 2-4.6 1.8-7.9Z",
    "lift": "M3.5 16.5c3 0 4.4 3 8.5 3s5.5-3 8.5-3M12 15V4.5M7.8 8.7 12 4.5l4.2 4.2",
    "circles": "M9 6.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Zm6 0a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z",
    "bulb": "M9.5 18.5h5M10.5 21h3M12 3a6 6 0 0 0-3.6 10.8c.8.6 1.1 1.4 1.1 2.2h5c0-.8.3-1.6 1.1-2.2A6 6 0 0 0 12 3Z",
}
DEFAULT_DRAWING = "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 4.5v7M8.5 12h7"


@register.simple_tag
def capability_icon(item: Item) -> SafeString:
    """The icon of a capability or of one of its themes, hidden from screen readers because the name is beside it."""
    icon = item.icon or (item.parent.icon if item.parent else "")
    return format_html(
        '<svg class="capability-icon" viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        DRAWINGS.get(icon, DEFAULT_DRAWING),
    )
