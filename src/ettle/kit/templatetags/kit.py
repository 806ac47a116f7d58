"""Tags for every room's templates."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ettle.kit.forms.renderer import render_input
from ettle.kit.landing_pages import landing_pages_of
from ettle.kit.mail.email_choices import is_stopped
from ettle.kit.mail.email_kinds import find_kind
from ettle.kit.pages.site_contents import has_page
from ettle.kit.values.dates import format_reader_moment

register = template.Library()
register.filter("input", render_input)
register.filter("with_zone", format_reader_moment)
register.filter("has_page", has_page)


@register.inclusion_tag("kit/parts/landing_pages.html", takes_context=True)
def landing_pages(context: template.Context) -> dict[str, Any]:
    """Links to the other pages that this person may begin on, and a button to begin here; nothing for most people."""
    request = context["request"]
    pages = landing_pages_of(request.user)
    here = next((page for page in pages if page.is_at(request.path)), None)
    return {"pages": pages, "here": here, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def has_stopped_emails(context: template.Context, key: str) -> bool:
    """Whether the person who is signed in has turned off emails of this kind, so that no page promises them."""
    kind = find_kind(key)
    return kind is not None and is_stopped(context["request"].user.email, kind)


@register.simple_tag
def once() -> SafeString:
    """A hidden key: the same form sent twice is answered once (kit.http.idempotency)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())
