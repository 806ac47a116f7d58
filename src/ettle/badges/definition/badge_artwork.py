"""The picture of a badge: its emblem on a field in the colours of its series, drawn twice from one list of shapes.

SVG is for pages and PNG for files. A badge without an emblem shows the digits of its number.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from ettle.badges.definition.emblems import EMBLEMS, MIDDLE
from ettle.badges.definition.picture_shapes import Circle, Polygon, Shape, point_on_circle

SIZE = 600
SUPERSAMPLING = 3
DIGITS_SIZE = 26.0  # of a hundred, where there is no emblem


@dataclass(frozen=True)
class Palette:
    """field: the dark colour behind an emblem. gold, light: the two colours of an emblem."""

    field: str
    gold: str = "#f4bd52"
    light: str = "#fff6e4"


@dataclass(frozen=True)
class Series:
    """What the badges whose number begins with one digit have in common. waves, swing: of the edge."""

    palette: Palette
    waves: int
    swing: float = 1.3


LOCH, PINE, HEATHER, ROWAN, SLATE = map(Palette, ("#0b434b", "#173f2c", "#46264f", "#6a1f1b", "#22313c"))
# First steps and leading (0, 1), capabilities (2), courage and others (3), citizen leadership (4), yearly learning (5),
# middle managers (6).
SERIES = {
    "0": Series(PINE, 20),
    "1": Series(LOCH, 20),
    "2": Series(HEATHER, 6, 2.4),
    "3": Series(ROWAN, 8, 1.8),
    "4": Series(PINE, 10, 1.6),
    "5": Series(SLATE, 12, 1.6),
    "6": Series(SLATE, 9, 1.8),
}


@lru_cache(maxsize=64)
def draw_svg(number: str, name: str, emblem: str = "") -> str:
    """Return the badge's picture for pages. The name is its title, for screen readers."""
    drawn = "".join(map(_shape_to_svg, _badge_shapes(number, emblem)))
    if emblem not in EMBLEMS:
        drawn += (
            f'<text x="50" y="59" font-family="system-ui, sans-serif" font-size="{DIGITS_SIZE}" font-weight="700" '
            f'text-anchor="middle" fill="{find_series(number).palette.light}">{_escape_xml(_digits(number))}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="600" height="600" role="img">'
        f"<title>{_escape_xml(name)}</title>{drawn}</svg>"
    )


@lru_cache(maxsize=64)
def draw_png(number: str, emblem: str = "", size: int = SIZE) -> bytes:
    """Return the badge's picture as a PNG with a clear background. size: of a side, in pixels."""
    side = size * SUPERSAMPLING
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for shape in _badge_shapes(number, emblem):
        _paint_shape(draw, shape, side / 100)
    if emblem not in EMBLEMS:
        font = ImageFont.load_default(size=DIGITS_SIZE * side / 100)
        middle, light = (side / 2, side / 2), find_series(number).palette.light
        draw.text(middle, _digits(number), font=font, fill=light, anchor="mm", stroke_width=side // 160)
    file = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def find_series(number: str) -> Series:
    """The series of a badge by the first digit of its number."""
    return SERIES.get(_digits(number)[:1], SERIES["1"])


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isascii() and letter.isdigit())[:4] or number[:4]


def _badge_shapes(number: str, emblem: str) -> tuple[Shape, ...]:
    drawn = EMBLEMS[emblem].shapes if emblem in EMBLEMS else ()
    return tuple(_paint_from_palette((*_rim_shapes(find_series(number)), *drawn), find_series(number).palette))


def _rim_shapes(series: Series) -> tuple[Shape, ...]:
    edge = tuple(
        point_on_circle(MIDDLE, angle, 49 - series.swing + series.swing * math.cos(math.radians(angle * series.waves)))
        for angle in range(360)
    )
    return Polygon(edge, "field"), Circle(MIDDLE, 43.2, "gold"), Circle(MIDDLE, 41.2, "field")


def _paint_from_palette(shapes: Iterable[Shape], palette: Palette) -> Iterable[Shape]:
    return (replace(shape, colour=getattr(palette, shape.colour)) for shape in shapes)


def _shape_to_svg(shape: Shape) -> str:
    if isinstance(shape, Circle):
        x, y = shape.centre
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{shape.radius}" fill="{shape.colour}"/>'
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{shape.colour}"/>'


def _paint_shape(draw: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    if isinstance(shape, Polygon):
        draw.polygon([(x * scale, y * scale) for x, y in shape.points], fill=shape.colour)
        return
    (x, y), radius = shape.centre, shape.radius
    corners = ((x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale)
    draw.ellipse(corners, fill=shape.colour)


def _escape_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
