"""The picture of a badge, drawn by code from its number: a path over hills to the light, in the colours of its series.

One list of shapes in a square of 100 by 100, drawn twice: as SVG for pages and as PNG for files.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
SIZE = 600
SUPERSAMPLING = 3


@dataclass(frozen=True)
class Palette:
    edge: str
    ring: str
    sky: str
    sun: str
    hills: tuple[str, str, str]
    path: str
    words: str


# One palette for each series of badges: first steps and leading (0, 1), capabilities (2), courage and others (3),
# citizen leadership (4), yearly learning (5), middle managers (6).
PALETTES = {
    "loch": Palette(
        "#0b434b", "#f0b12c", "#e6f1ef", "#f0b12c", ("#8fbfc0", "#3f858b", "#0e4f58"), "#fdf3dc", "#ffffff"
    ),
    "pine": Palette(
        "#173f2c", "#e9b949", "#eaf3e6", "#f2c14e", ("#a3c79c", "#55906a", "#1d5138"), "#fdf6dd", "#ffffff"
    ),
    "heather": Palette(
        "#46264f", "#f1b54a", "#f5ebf3", "#f6c667", ("#c9a3c9", "#8d5a95", "#542f60"), "#fff3de", "#ffffff"
    ),
    "rowan": Palette(
        "#6a1f1b", "#f4bd52", "#fbeee6", "#f7c76a", ("#e0a48d", "#b55a48", "#7b2721"), "#fff3df", "#ffffff"
    ),
    "slate": Palette(
        "#22313c", "#e8b84f", "#e9eef1", "#f3c766", ("#a3b4bf", "#5d7484", "#2b3e4c"), "#fdf3dc", "#ffffff"
    ),
}
SERIES = {"0": "pine", "1": "loch", "2": "heather", "3": "rowan", "4": "pine", "5": "slate", "6": "slate"}


@dataclass(frozen=True)
class Circle:
    centre: Point
    radius: float
    colour: str


@dataclass(frozen=True)
class Polygon:
    points: tuple[Point, ...]
    colour: str


Shape = Circle | Polygon


@lru_cache(maxsize=64)
def draw_svg(number: str, name: str) -> str:
    """Return the badge's picture for pages. The name is its title, for screen readers."""
    outside, inside = _rim_shapes(number), _scene_shapes(number)
    palette = _series_palette(number)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="600" height="600" role="img">'
        f"<title>{_escape_xml(name)}</title>"
        '<defs><clipPath id="in"><circle cx="50" cy="50" r="40.2"/></clipPath></defs>'
        f"{''.join(_shape_to_svg(shape) for shape in outside)}"
        f'<g clip-path="url(#in)">{"".join(_shape_to_svg(shape) for shape in inside)}</g>'
        f'<text x="50" y="84.2" font-family="system-ui, sans-serif" font-size="6.4" font-weight="600" '
        f'letter-spacing=".4" text-anchor="middle" fill="{palette.words}">{_escape_xml(number)}</text></svg>'
    )


@lru_cache(maxsize=64)
def draw_png(number: str) -> bytes:
    """Return the badge's picture as a PNG of 600 by 600 with a clear background."""
    side = SIZE * SUPERSAMPLING
    whole = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    _paint_shapes(whole, _rim_shapes(number))
    inner = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    _paint_shapes(inner, _scene_shapes(number))
    font = ImageFont.load_default(size=6.4 * side / 100)
    middle = (side / 2, 84.2 * side / 100)
    ImageDraw.Draw(inner).text(middle, number, font=font, fill=_series_palette(number).words, anchor="ms")
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse(_bounding_box(Circle((50, 50), 40.2, ""), side), fill=255)
    whole.paste(inner, (0, 0), Image.composite(inner.getchannel("A"), Image.new("L", (side, side), 0), mask))
    file = io.BytesIO()
    whole.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _series_palette(number: str) -> Palette:
    digits = [letter for letter in number if letter.isdigit()]
    return PALETTES[SERIES.get(digits[0] if digits else "", "loch")]


def _rim_shapes(number: str) -> tuple[Shape, ...]:
    palette = _series_palette(number)
    edge = tuple(_point_on_circle(angle, 47.2 + 1.3 * math.cos(math.radians(angle * 20))) for angle in range(360))
    return (Polygon(edge, palette.edge), Circle((50, 50), 42.6, palette.ring), Circle((50, 50), 41.4, palette.edge))


def _scene_shapes(number: str) -> tuple[Shape, ...]:
    palette, chance = _series_palette(number), _seeded_random(number)
    sun = (chance.uniform(36, 64), chance.uniform(30, 35))
    far = _ridge_function(chance, 47, 6)
    middle = _ridge_function(chance, 57, 5)
    near = _ridge_function(chance, 71, 3)
    goal = chance.uniform(38, 62)
    return (
        Circle((50, 50), 41, palette.sky),
        Circle(sun, 13.5, _mix_colours(palette.sun, palette.sky, 0.72)),
        Circle(sun, 9, palette.sun),
        _hill_polygon(far, palette.hills[0]),
        _hill_polygon(middle, palette.hills[1]),
        _path_polygon(chance, (goal, middle(goal)), palette.path),
        _hill_polygon(near, palette.hills[2]),
    )


def _ridge_function(chance: Random, height: float, swing: float) -> Callable[[float], float]:
    first, second = chance.uniform(0, 6.3), chance.uniform(0, 6.3)
    return lambda x: height + swing * math.sin(x / 15 + first) + swing / 2 * math.sin(x / 7.5 + second)


def _hill_polygon(ridge: Callable[[float], float], colour: str) -> Polygon:
    top = tuple((float(x), ridge(x)) for x in range(5, 97))
    return Polygon((*top, (96.0, 100.0), (5.0, 100.0)), colour)


def _path_polygon(chance: Random, goal: Point, colour: str) -> Polygon:
    """A path that winds up and becomes narrow towards its end."""
    phase, swing = chance.choice((0.0, math.pi)), chance.uniform(7, 11)
    left, right = [], []
    for step in range(41):
        far = step / 40
        y = 88 + (goal[1] + 0.3 - 88) * far
        x = 50 + (goal[0] - 50) * far + swing * (1 - far) ** 0.8 * math.sin(phase + far * 7.5)
        width = 4.6 * (1 - far) ** 1.3 + 0.45
        left.append((x - width, y))
        right.append((x + width, y))
    return Polygon((*left, *reversed(right)), colour)


def _seeded_random(number: str) -> Random:
    # Not a secret: the same number must give the same hills on every machine.
    return Random(hashlib.sha256(number.encode()).digest())  # noqa: S311


def _point_on_circle(angle: float, radius: float) -> Point:
    turned = math.radians(angle)
    return 50 + radius * math.cos(turned), 50 + radius * math.sin(turned)


def _mix_colours(colour: str, other: str, part: float) -> str:
    pairs = zip(_colour_channels(colour), _colour_channels(other), strict=True)
    return "#" + "".join(f"{round(first * (1 - part) + second * part):02x}" for first, second in pairs)


def _colour_channels(colour: str) -> Iterator[int]:
    return (int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _shape_to_svg(shape: Shape) -> str:
    if isinstance(shape, Circle):
        x, y = shape.centre
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{shape.radius}" fill="{shape.colour}"/>'
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{shape.colour}"/>'


def _paint_shapes(picture: Image.Image, shapes: tuple[Shape, ...]) -> None:
    draw, side = ImageDraw.Draw(picture), picture.width
    for shape in shapes:
        if isinstance(shape, Circle):
            draw.ellipse(_bounding_box(shape, side), fill=shape.colour)
        else:
            draw.polygon([(x * side / 100, y * side / 100) for x, y in shape.points], fill=shape.colour)


def _bounding_box(circle: Circle, side: int) -> tuple[float, float, float, float]:
    (x, y), radius = circle.centre, circle.radius
    return tuple(part * side / 100 for part in (x - radius, y - radius, x + radius, y + radius))  # type: ignore[return-value]


def _escape_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
