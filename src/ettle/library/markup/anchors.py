"""The places of a page that an address may lead to."""

from __future__ import annotations

from django.utils.text import slugify


def heading_anchor(heading: str) -> str:
    """The fragment of an address that leads to this heading on its page."""
    return slugify(heading) or "part"
