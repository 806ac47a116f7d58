"""Anchors of headings."""

from __future__ import annotations

from django.utils.text import slugify


def heading_anchor(heading: str) -> str:
    """The fragment (without #) that links to this heading on its page."""
    return slugify(heading) or "part"
