"""A ring: a segment for each thing, filled as far as it has come, with a number that the table beside it explains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.charts.dots import format_number

SIZE = 288
MIDDLE = SIZE / 2
RADIUS = 96.0
NUMBER_RADIUS = 126.0
# Between two segments, in degrees.
GAP = 5.0


@dataclass(frozen=True)
class RingSegment:
    """share: from 0 to 1, how far it has come. state: the same in words, for those who do not see the drawing."""

    label: str
    share: float
    state: str


def draw_ring(segments: Sequence[RingSegment], *, name: str, says: str, centre: tuple[str, str]) -> SafeString:
    """Return a figure with the drawing alone: the sentence and the table are the page's, beside it.

    name: one word, unique on the page. says: the sentence, as the drawing's title. centre: two short lines in the ring.
    Raises ValueError without a segment, or for a share that is not from 0 to 1.
    """
    if not segments:
        raise ValueError("A ring has at least one segment")
    width = 360 / len(segments)
    drawn = [_segment_context(segment, place, width) for place, segment in enumerate(segments)]
    context = {"name": name, "says": says, "centre": centre, "segments": drawn, "size": str(SIZE), "middle": "144"}
    return mark_safe(render_to_string("kit/charts/ring.html", context))  # noqa: S308 - escaped by the template


def _segment_context(segment: RingSegment, place: int, width: float) -> dict[str, Any]:
    if not 0 <= segment.share <= 1:
        raise ValueError(f"{segment.share} is outside 0 to 1")
    start, end = width * place + GAP / 2, width * (place + 1) - GAP / 2
    x, y = _point_on_circle((start + end) / 2, NUMBER_RADIUS)
    return {
        "number": str(place + 1),
        "label": segment.label,
        "state": segment.state,
        "track": _arc_path(start, end),
        "fill": _arc_path(start, start + (end - start) * segment.share) if segment.share else "",
        "x": format_number(x),
        "y": format_number(y),
    }


def _arc_path(start: float, end: float) -> str:
    """An arc clockwise from start to end, in degrees from the top."""
    (from_x, from_y), (to_x, to_y) = _point_on_circle(start, RADIUS), _point_on_circle(end, RADIUS)
    is_long = int(end - start > 180)
    figures = [format_number(figure) for figure in (from_x, from_y, RADIUS, to_x, to_y)]
    return f"M{figures[0]} {figures[1]}A{figures[2]} {figures[2]} 0 {is_long} 1 {figures[3]} {figures[4]}"


def _point_on_circle(degrees: float, radius: float) -> tuple[float, float]:
    turn = math.radians(degrees - 90)
    return MIDDLE + radius * math.cos(turn), MIDDLE + radius * math.sin(turn)
