"""The picture of a badge that was withdrawn: grey, with the word across it. Other sites may show it by its address."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

WORD = "WITHDRAWN"
BAND, INK = "#8c1d18", "#ffffff"
BAND_HEIGHT, LETTERS = 0.2, 0.115  # of a side


@lru_cache(maxsize=64)
def mark_withdrawn(picture: bytes) -> bytes:
    """Return a PNG of a badge as that of a withdrawn one."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("LA").convert("RGBA")
    side = grey.width
    draw = ImageDraw.Draw(grey)
    top = side * (1 - BAND_HEIGHT) / 2
    draw.rectangle((0, top, side, top + side * BAND_HEIGHT), fill=BAND)
    font = ImageFont.load_default(size=side * LETTERS)
    draw.text((side / 2, side / 2), WORD, font=font, fill=INK, anchor="mm", stroke_width=side // 300)
    file = io.BytesIO()
    grey.save(file, "PNG", optimize=True)
    return file.getvalue()


def mark_drawing_withdrawn(drawing: str) -> str:
    """Return an SVG of a badge, 100 units wide, as that of a withdrawn one."""
    height, letters = BAND_HEIGHT * 100, LETTERS * 100
    band = f'<rect x="0" y="{50 - height / 2:g}" width="100" height="{height:g}" fill="{BAND}"/>'
    style = 'font-family="system-ui, sans-serif" font-weight="700" text-anchor="middle"'
    word = f'<text x="50" y="{50 + letters / 3:g}" font-size="{letters:g}" fill="{INK}" {style}>{WORD}</text>'
    head, end, rest = drawing.rpartition("</svg>")
    return f"{head}{band}{word}{end}{rest}"
