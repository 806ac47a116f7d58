"""What is drawn on a badge: one emblem for each, which an author chooses by its key.

Every emblem is light on a dark field, and its parts are at least four hundredths of the picture wide: people can
recognise it at 64 pixels and in one colour (tests/test_badge_artwork.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.badges.definition.picture_shapes import (
    Circle,
    Polygon,
    Shape,
    arc,
    box,
    ellipse,
    join,
    point_on_circle,
    stroke,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MIDDLE = (50.0, 50.0)
FIELD, GOLD = "field", "gold"


@dataclass(frozen=True)
class Emblem:
    """title: what it shows, in words."""

    title: StrOrPromise
    shapes: tuple[Shape, ...]


def _person(x: float, y: float, colour: str = "light") -> tuple[Shape, ...]:
    """A head, with shoulders below it."""
    shoulders = (
        (x - 14, y + 31),
        (x - 13, y + 19),
        (x - 6, y + 12),
        (x + 6, y + 12),
        (x + 13, y + 19),
        (x + 14, y + 31),
    )
    return Circle((x, y), 8, colour), Polygon(shoulders, colour)


def _bird(x: float, y: float, size: float, colour: str = "light") -> tuple[Shape, ...]:
    return stroke(((x - size, y + size * 0.7), (x, y - size * 0.2), (x + size, y + size * 0.7)), 5.5, colour=colour)


STEPS = join(
    ellipse((38, 56), 7.5, 11, turn=-6), Circle((40, 73), 5.5, "light"),
    ellipse((61, 34), 7.5, 11, turn=6, colour=GOLD), Circle((59, 51), 5.5, GOLD),
)  # fmt: skip
RINGS = join(arc((39, 50), 17, 6), arc((61, 50), 17, 6, colour=GOLD))
RIPPLES = join(Circle(MIDDLE, 6, GOLD), arc(MIDDLE, 16, 5), arc(MIDDLE, 28, 5))
PIN = join(
    Circle((50, 40), 18, "light"), Polygon(((34, 48.5), (66, 48.5), (50, 79)), "light"), Circle((50, 40), 9, FIELD)
)  # fmt: skip
EYE = join(
    Polygon(
        (
            *(point_on_circle((50, 76), angle, 40) for angle in range(221, 320, 3)),
            *(point_on_circle((50, 24), angle, 40) for angle in range(41, 140, 3)),
        ),
        "light",
    ),
    Circle(MIDDLE, 11, FIELD), Circle(MIDDLE, 5, GOLD),
)  # fmt: skip
HORIZON = join(
    Polygon(tuple(point_on_circle((50, 60), angle, 15) for angle in range(180, 361, 5)), GOLD),
    *(
        stroke((point_on_circle((50, 60), angle, 21), point_on_circle((50, 60), angle, 31)), 5)
        for angle in (190, 230, 270, 310, 350)
    ),
    stroke(((24, 66), (76, 66)), 5), stroke(((36, 75), (64, 75)), 5),
)  # fmt: skip
BOAT = join(
    Polygon(((47, 21), (47, 58), (24, 58)), "light"), Polygon(((53, 30), (53, 58), (75, 58)), GOLD),
    Polygon(((21, 63), (79, 63), (68, 77), (32, 77)), "light"),
)  # fmt: skip
FLAME = join(
    Polygon(
        (
            (52, 18), (57, 30), (66, 42), (71, 55), (68, 68), (60, 77), (50, 80), (40, 77), (32, 68), (29, 56),
            (33, 44), (38, 38), (41, 47), (47, 40), (50, 29),
        ),
        "light",
    ),
    ellipse((50, 66), 8, 11, colour=FIELD),
)  # fmt: skip
KEY = join(
    arc((34, 50), 12, 7), stroke(((48, 50), (79, 50)), 6.5), stroke(((68, 50), (68, 62)), 6, colour=GOLD),
    stroke(((78, 50), (78, 64)), 6, colour=GOLD),
)  # fmt: skip
BRIDGE = join(
    stroke(((20, 44), (80, 44)), 6), arc((50, 74), 21, 6, begin=180, end=360, colour=GOLD),
    stroke(((23, 44), (23, 74)), 5.5), stroke(((77, 44), (77, 74)), 5.5),
    stroke(((36, 30), (36, 44)), 4.5), stroke(((64, 30), (64, 44)), 4.5),
)  # fmt: skip
BULB = join(
    Circle((50, 42), 20, "light"), Polygon(((39, 56), (61, 56), (57, 69), (43, 69)), "light"),
    stroke(((44, 76), (56, 76)), 5, colour=GOLD),
    stroke(((42, 42), (47, 51), (53, 51), (58, 42)), 4, colour=FIELD),
)  # fmt: skip
SIX = join(
    Circle(MIDDLE, 8, GOLD), *(Circle(point_on_circle(MIDDLE, angle, 22), 9, "light") for angle in range(30, 390, 60))
)
SPEECH = join(
    ellipse((50, 44), 29, 21), Polygon(((32, 56), (27, 79), (54, 62)), "light"),
    stroke(((50, 32), (50, 46)), 6.5, colour=FIELD), Circle((50, 56), 3.6, FIELD),
)  # fmt: skip
PAIR = join(_person(33, 36), _person(67, 36, GOLD), stroke(((28, 75), (72, 75)), 5))
FLOCK = join(
    _bird(50, 28, 11, GOLD), _bird(33, 45, 8.5), _bird(67, 45, 8.5), _bird(24, 62, 7), _bird(76, 62, 7),
)  # fmt: skip
HAND = join(
    ellipse((51, 64), 17, 16),
    *(
        stroke(points, 7.5)
        for points in (
            ((38, 58), (33, 36)), ((46.5, 54), (45, 25)), ((56, 54), (58, 26)), ((65, 58), (70, 36)),
            ((38, 68), (25, 56)),
        )
    ),
)  # fmt: skip
BOOK = join(
    Polygon(((20, 33), (47.5, 40), (47.5, 76), (20, 69)), "light"),
    Polygon(((80, 33), (52.5, 40), (52.5, 76), (80, 69)), GOLD),
    stroke(((26, 46), (41, 50)), 4, colour=FIELD), stroke(((26, 57), (41, 61)), 4, colour=FIELD),
    stroke(((59, 50), (74, 46)), 4, colour=FIELD), stroke(((59, 61), (74, 57)), 4, colour=FIELD),
)  # fmt: skip
CENTRE = join(
    _person(50, 38, GOLD), *(Circle(point_on_circle(MIDDLE, angle, 30), 4, "light") for angle in range(0, 360, 45))
)  # fmt: skip
COMPASS = join(
    arc(MIDDLE, 28, 5), Polygon(((50, 27), (58, 50), (42, 50)), GOLD), Polygon(((50, 73), (58, 50), (42, 50)), "light"),
    Circle(MIDDLE, 3, FIELD),
)  # fmt: skip
PLANT = join(
    stroke(((50, 76), (50, 40)), 5), ellipse((37, 48), 14, 7.5, turn=32),
    ellipse((64, 36), 15, 8, turn=-32, colour=GOLD), stroke(((34, 78), (66, 78)), 5.5),
)  # fmt: skip
BARS = join(box(24, 58, 38, 77), box(43, 42, 57, 77), box(62, 24, 76, 77, colour=GOLD))
ARROWS = join(
    stroke(((24, 38), (62, 38)), 7), Polygon(((62, 25), (82, 38), (62, 51)), "light"),
    stroke(((76, 63), (38, 63)), 7, colour=GOLD), Polygon(((38, 50), (18, 63), (38, 76)), GOLD),
)  # fmt: skip
TURN = join(arc((50, 52), 21, 8, begin=-40, end=215), Polygon(((22, 40), (45, 30), (42, 54)), GOLD))
SUMMIT = join(
    Polygon(((16, 75), (45, 36), (57, 53), (64, 45), (84, 75)), "light"), stroke(((45, 40), (45, 19)), 4.5),
    Polygon(((46, 17), (66, 24), (46, 31)), GOLD),
)  # fmt: skip
STAR = join(
    Polygon(
        tuple(point_on_circle((50, 52), angle - 90, 30 if angle % 72 == 0 else 13) for angle in range(0, 360, 36)),
        "light",
    )
)  # fmt: skip
HEART = join(
    Circle((39, 42), 13.5, "light"), Circle((61, 42), 13.5, "light"), Polygon(((27, 48), (73, 48), (50, 77)), "light"),
)  # fmt: skip
HOUSE = join(
    Polygon(((50, 22), (80, 50), (20, 50)), GOLD), box(28, 50, 72, 76), box(44, 58, 56, 76, colour=FIELD),
)  # fmt: skip
TREE = join(
    Circle((50, 38), 17, "light"),
    Circle((36, 48), 12, "light"),
    Circle((64, 48), 12, "light"),
    box(46, 55, 54, 80, colour=GOLD),
)

EMBLEMS = {
    "steps": Emblem(_("two footprints"), STEPS),
    "rings": Emblem(_("two rings that overlap"), RINGS),
    "ripples": Emblem(_("rings in water around a drop"), RIPPLES),
    "pin": Emblem(_("the pin that marks a place on a map"), PIN),
    "eye": Emblem(_("an open eye"), EYE),
    "horizon": Emblem(_("the sun as it rises"), HORIZON),
    "boat": Emblem(_("a sailing boat"), BOAT),
    "flame": Emblem(_("a flame"), FLAME),
    "key": Emblem(_("a key"), KEY),
    "bridge": Emblem(_("a bridge"), BRIDGE),
    "bulb": Emblem(_("a light bulb"), BULB),
    "six": Emblem(_("six circles around one"), SIX),
    "speech": Emblem(_("a speech bubble with an exclamation mark"), SPEECH),
    "pair": Emblem(_("two people side by side"), PAIR),
    "flock": Emblem(_("five birds that fly together"), FLOCK),
    "hand": Emblem(_("a raised hand"), HAND),
    "book": Emblem(_("an open book"), BOOK),
    "centre": Emblem(_("a person in the middle of a circle"), CENTRE),
    "compass": Emblem(_("a compass"), COMPASS),
    "plant": Emblem(_("a plant with two leaves"), PLANT),
    "bars": Emblem(_("three bars, each higher than the last"), BARS),
    "arrows": Emblem(_("two arrows in opposite directions"), ARROWS),
    "turn": Emblem(_("an arrow that turns in a circle"), TURN),
    "summit": Emblem(_("a mountain with a flag"), SUMMIT),
    "star": Emblem(_("a star"), STAR),
    "heart": Emblem(_("a heart"), HEART),
    "house": Emblem(_("a house"), HOUSE),
    "tree": Emblem(_("a tree"), TREE),
}  # fmt: skip
