"""The picture of a withdrawn or suspended badge: grey, with the word across it. Other sites may show it."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from ettle.badges.models import Cancellation, Credential

# In the language of the badge, not of the page: the picture goes where the badge goes.
WORDS = {Cancellation.Kind.WITHDRAWN: "WITHDRAWN", Cancellation.Kind.SUSPENDED: "SUSPENDED"}
BAND, INK = "#8c1d18", "#ffffff"
BAND_HEIGHT, LETTERS = 0.2, 0.115  # of a side


def cancelled_word(credential: Credential) -> str:
    """Return the word for the picture of a credential; "" when it has none."""
    cancellation = getattr(credential, "cancellation", None)
    return WORDS.get(Cancellation.Kind(cancellation.kind), "") if cancellation else ""


@lru_cache(maxsize=64)
def mark_picture(picture: bytes, word: str) -> bytes:
    """Return a PNG of a badge in grey with a word across it."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("LA").convert("RGBA")
    side = grey.width
    draw = ImageDraw.Draw(grey)
    top = side * (1 - BAND_HEIGHT) / 2
    draw.rectangle((0, top, side, top + side * BAND_HEIGHT), fill=BAND)
    font = ImageFont.load_default(size=side * LETTERS)
    draw.text((side / 2, side / 2), word, font=font, fill=INK, anchor="mm", stroke_width=side // 300)
    file = io.BytesIO()
    grey.save(file, "PNG", optimize=True)
    return file.getvalue()


def mark_drawing(drawing: str, word: str) -> str:
    """Return an SVG of a badge, 100 units wide, with a word across it."""
    height, letters = BAND_HEIGHT * 100, LETTERS * 100
    band = f'<rect x="0" y="{50 - height / 2:g}" width="100" height="{height:g}" fill="{BAND}"/>'
    style = 'font-family="system-ui, sans-serif" font-weight="700" text-anchor="middle"'
    text = f'<text x="50" y="{50 + letters / 3:g}" font-size="{letters:g}" fill="{INK}" {style}>{word}</text>'
    head, end, rest = drawing.rpartition("</svg>")
    return f"{head}{band}{text}{end}{rest}"
