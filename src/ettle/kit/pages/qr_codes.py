"""A square code (QR) for a page: a phone that reads it opens an address."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe


@lru_cache(500)
def draw_qr_code(address: str, *, words: str, css_class: str) -> SafeString:
    """Return the code as SVG that the style sheet gives its size.

    It has a viewBox and no size of its own: with a size and no viewBox, a browser that draws it smaller cuts it off.
    words: its title, for people who cannot see it, in their language.
    """
    import segno  # noqa: PLC0415 - only pages with a code draw one, and the import is slow

    svg = segno.make_qr(address, error="m").svg_inline(
        scale=4, border=2, light="#ffffff", svgclass=css_class, lineclass=None, title=words, omitsize=True
    )
    return mark_safe(svg)  # noqa: S308 - drawn from our own address; the library escapes the title
