"""Shapes that a picture is made of, in a square of 100 by 100. One list of them is drawn as SVG and as PNG.

A colour is "#rrggbb", or the name of a colour of a palette ("light", "gold", "field") until the palette is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


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


def point_on_circle(centre: Point, angle: float, radius: float) -> Point:
    """angle: in degrees, clockwise from the right."""
    turned = math.radians(angle)
    return centre[0] + radius * math.cos(turned), centre[1] + radius * math.sin(turned)


def ellipse(centre: Point, width: float, height: float, *, turn: float = 0, colour: str = "light") -> Polygon:
    """width, height: half of each. turn: in degrees, clockwise."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    points = []
    for step in range(60):
        x, y = point_on_circle((0, 0), step * 6, 1)
        x, y = x * width, y * height
        points.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return Polygon(tuple(points), colour)


def stroke(points: Sequence[Point], width: float, *, colour: str = "light") -> tuple[Shape, ...]:
    """A line through these points, with round ends and corners."""
    parts: list[Shape] = [Circle(point, width / 2, colour) for point in points]
    for (x, y), (to_x, to_y) in pairwise(points):
        length = math.hypot(to_x - x, to_y - y)
        across_x, across_y = (y - to_y) / length * width / 2, (to_x - x) / length * width / 2
        corners = (
            (x + across_x, y + across_y),
            (to_x + across_x, to_y + across_y),
            (to_x - across_x, to_y - across_y),
            (x - across_x, y - across_y),
        )
        parts.append(Polygon(corners, colour))
    return tuple(parts)


def arc(
    centre: Point, radius: float, width: float, *, begin: float = 0, end: float = 360, colour: str = "light"
) -> Polygon:
    """A ring, or the part of it from one angle to another. radius: of the middle of the band."""
    angles = [begin + (end - begin) * step / 72 for step in range(73)]
    outside = [point_on_circle(centre, angle, radius + width / 2) for angle in angles]
    inside = [point_on_circle(centre, angle, radius - width / 2) for angle in reversed(angles)]
    return Polygon((*outside, *inside), colour)


def box(left: float, top: float, right: float, bottom: float, *, colour: str = "light") -> Polygon:
    return Polygon(((left, top), (right, top), (right, bottom), (left, bottom)), colour)


def join(*parts: Shape | Iterable[Shape]) -> tuple[Shape, ...]:
    """All the shapes of these, in order."""
    shapes: list[Shape] = []
    for part in parts:
        shapes.extend([part] if isinstance(part, Circle | Polygon) else part)
    return tuple(shapes)
