"""Tags for every room's templates."""

from __future__ import annotations

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ettle.kit.forms.renderer import render_input

register = template.Library()
register.filter("input", render_input)


@register.simple_tag
def once() -> SafeString:
    """A hidden key: the same form sent twice is answered once (kit.http.idempotency)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
