"""A square code (QR): a phone that reads it opens an address."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe


@lru_cache(500)
def draw_qr_code(address: str, *, words: str, css_class: str) -> SafeString:
    """Return the code as SVG that the style sheet gives its size.

    It has a viewBox and no size of its own: with a size and no viewBox, a browser that draws it smaller cuts it off.
    words: its title, for people who cannot see it, in their language.
    """
    svg = _draw_svg(address, svgns=False, svgclass=css_class, title=words)
    return mark_safe(svg)  # noqa: S308 - drawn from our own address; the library escapes the title


def draw_qr_file(address: str) -> str:
    """Return the code as an SVG file, for documents."""
    return _draw_svg(address, svgns=True, svgclass=None)


def _draw_svg(address: str, **options: Any) -> str:
    import segno  # noqa: PLC0415 - only what has a code draws one, and the import is slow

    drawn, fixed = io.BytesIO(), {"border": 2, "light": "#ffffff", "lineclass": None, "omitsize": True}
    segno.make_qr(address, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, **fixed, **options)
    return drawn.getvalue().decode()
