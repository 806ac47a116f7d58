"""Where the boxes and arrows of a layered map go. Columns are given; their order is chosen so that few lines cross.

An arrow that skips a column passes through it in a lane of its own. The passes are few and fixed and ties keep their
order, so the same data always gives the same map.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ettle.kit.charts.dots import format_number as n

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ABOVE, BELOW = -1, -2
SORTING_PASSES = 4
# Where along an arrow the first, second, third hindering line crosses it.
CROSSING_POINTS = (0.5, 0.34, 0.66, 0.24, 0.76)
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """column: from 0 at the left, or ABOVE or BELOW the columns. key: unique, shown on the small map."""

    key: str
    label: str
    column: int
    href: str = ""


@dataclass(frozen=True)
class Arrow:
    """destination: the key of a box; or blocks: the key of another arrow, which this one hinders.

    cells: what the table says of it, under the headings that the caller gives.
    """

    key: str
    origin: str
    destination: str = ""
    blocks: str = ""
    kind: str = ""
    cells: tuple[StrOrPromise, ...] = ()


@dataclass(frozen=True)
class Sizes:
    """Lengths in units of the drawing. letter: how wide one is; lines: the most in a box, 1 shows the key alone."""

    width: float
    margin: float
    gutter: float
    pad: float
    line: float
    letter: float
    gap: float
    lane: float
    head: float
    lines: int


WIDE = Sizes(1056, 26, 50, 9, 18, 7.3, 12, 10, 26, 4)
SMALL = Sizes(288, 8, 22, 7, 15, 9.5, 8, 6, 0, 1)


@dataclass(frozen=True)
class Place:
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass
class MapLayout:
    """width and height of the whole; heads: the position of each column's name; paths: arrow's key to its path."""

    width: float
    height: float = 0
    heads: list[Point] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)


def arrange_map(boxes: Sequence[Box], arrows: Sequence[Arrow], columns: int, sizes: Sizes) -> MapLayout:
    """Give every box its place and every arrow its path. Arrows to or from unknown boxes are left out."""
    by_key = {box.key: box for box in boxes}
    layout = MapLayout(sizes.width)
    above = [box for box in boxes if box.column == ABOVE]
    below = [box for box in boxes if box.column == BELOW]
    leading = [arrow for arrow in arrows if arrow.origin in by_key and arrow.destination in by_key]
    top = _place_rows(layout, _sort_by_target(above, leading, by_key), sizes, 0)
    chains = _build_chains(leading, by_key)
    bottom = _place_columns(layout, boxes, chains, columns, sizes, top)
    layout.height = bottom
    if below:
        in_order = _sort_by_target(below, arrows, by_key)
        layout.height = _place_rows(layout, in_order, sizes, bottom + sizes.gutter / 2)
    spans = _draw_arrows(layout, leading, chains, by_key, sizes)
    _draw_barriers(layout, [arrow for arrow in arrows if arrow.origin in by_key and arrow.blocks], spans)
    return layout


def _sort_by_target(boxes: Sequence[Box], arrows: Sequence[Arrow], by_key: Mapping[str, Box]) -> list[Box]:
    """The boxes above or below, those that lead to the left of the map first, so that few lines cross."""
    ends = {arrow.key: arrow.origin for arrow in arrows}
    target: dict[str, int] = {}
    for arrow in arrows:
        end = by_key.get(arrow.destination or ends.get(arrow.blocks, ""))
        target.setdefault(arrow.origin, end.column if end else 99)
    return sorted(boxes, key=lambda box: target.get(box.key, 99))


def _place_rows(layout: MapLayout, boxes: Sequence[Box], sizes: Sizes, top: float) -> float:
    """Place boxes in rows across the whole width, at most seven a row. Returns the y where the next row may begin."""
    if not boxes:
        return top
    top += sizes.head
    rows = [boxes[start : start + 7] for start in range(0, len(boxes), 7)]
    across = sizes.width - 2 * sizes.margin
    for row in rows:
        width = (across - sizes.gap * (len(row) - 1)) / len(row)
        width = min(width, across / 3)
        lines = [_wrap_label(box, width, sizes) for box in row]
        height = _box_height(max(len(label_lines) for label_lines in lines), sizes)
        for place, box in enumerate(row):
            x = sizes.margin + place * (width + sizes.gap)
            layout.places[box.key] = Place(x, top, width, height, lines[place])
        top += height + sizes.gap
    return top + sizes.gutter / 3


def _box_height(lines: int, sizes: Sizes) -> float:
    return lines * sizes.line + 2 * sizes.pad


def _wrap_label(box: Box, width: float, sizes: Sizes) -> tuple[str, ...]:
    """The label in lines that fit; on the small map the key alone."""
    most = max(2, int((width - 2 * sizes.pad + 4) / sizes.letter))
    if sizes.lines == 1:
        return (box.key if len(box.key) <= most + 1 else box.key[:most] + "…",)
    lines = textwrap.wrap(box.label, most, max_lines=sizes.lines, placeholder="…")
    return tuple(lines) or (box.key,)


def _build_chains(arrows: Sequence[Arrow], by_key: Mapping[str, Box]) -> dict[str, list[str]]:
    """For each arrow from left to right: its ends, with a stop for each column that it skips ("key/column")."""
    chains = {}
    for arrow in arrows:
        start, end = by_key[arrow.origin].column, by_key[arrow.destination].column
        if 0 <= start < end:
            stops = [f"{arrow.key}/{column}" for column in range(start + 1, end)]
            chains[arrow.key] = [arrow.origin, *stops, arrow.destination]
    return chains


def _place_columns(
    layout: MapLayout,
    boxes: Sequence[Box],
    chains: Mapping[str, list[str]],
    columns: int,
    sizes: Sizes,
    top: float,
) -> float:
    """Place every column's boxes and stops, and return the y where the columns end."""
    ordered = _order_columns(boxes, chains, columns)
    by_key = {box.key: box for box in boxes}
    width = (sizes.width - 2 * sizes.margin - sizes.gutter * (columns - 1)) / max(columns, 1)
    lines = {key: _wrap_label(by_key[key], width, sizes) for column in ordered for key in column if key in by_key}
    heights = {key: _box_height(len(words), sizes) for key, words in lines.items()}
    tall = [sum(heights.get(key, sizes.lane) + sizes.gap for key in column) - sizes.gap for column in ordered]
    begin, most = top + sizes.head, max([*tall, 0.0])
    for place, column in enumerate(ordered):
        x = sizes.margin + place * (width + sizes.gutter)
        layout.heads.append((x, top + sizes.head * 0.6))
        spare = min((most - tall[place]) / (len(column) + 1), 3 * sizes.gap) if column else 0
        y = begin + (most - tall[place] - spare * (len(column) - 1)) / 2
        for key in column:
            high = heights.get(key, sizes.lane)
            layout.places[key] = Place(x, y, width, high, lines.get(key, ()))
            y += high + sizes.gap + spare
    return begin + most + sizes.gap


def _order_columns(boxes: Sequence[Box], chains: Mapping[str, list[str]], columns: int) -> list[list[str]]:
    """The keys of each column in the order that a few passes of barycentres give."""
    ordered = [[box.key for box in boxes if box.column == column] for column in range(columns)]
    beside: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for chain in chains.values():
        for stop in chain[1:-1]:
            ordered[int(stop.rpartition("/")[2])].append(stop)
        for left, right in pairwise(chain):
            beside[0][right].append(left)
            beside[1][left].append(right)
    for sorting_pass in range(SORTING_PASSES):
        forward = sorting_pass % 2 == 0
        order = range(1, columns) if forward else range(columns - 2, -1, -1)
        for column in order:
            other = ordered[column - 1 if forward else column + 1]
            ordered[column] = _sort_by_barycentre(ordered[column], other, beside[0 if forward else 1])
    return ordered


def _sort_by_barycentre(keys: list[str], other: list[str], beside: Mapping[str, list[str]]) -> list[str]:
    at = {key: place / len(other) for place, key in enumerate(other)}
    middle = {}
    for place, key in enumerate(keys):
        positions = [at[neighbour] for neighbour in beside.get(key, ()) if neighbour in at]
        middle[key] = sum(positions) / len(positions) if positions else place / len(keys)
    return sorted(keys, key=lambda key: middle[key])


def _draw_arrows(
    layout: MapLayout,
    arrows: Sequence[Arrow],
    chains: Mapping[str, list[str]],
    by_key: Mapping[str, Box],
    sizes: Sizes,
) -> dict[str, tuple[Point, Point]]:
    """Draw the arrows that lead to a box, and return the ends of a bend of each, for what hinders it to cross."""
    spans = {}
    lanes: dict[int, int] = defaultdict(int)
    for arrow in arrows:
        start, end = layout.places[arrow.origin], layout.places[arrow.destination]
        if arrow.key in chains:
            path, span = _path_across_columns([layout.places[key] for key in chains[arrow.key]])
        elif by_key[arrow.origin].column < 0 <= by_key[arrow.destination].column:
            column = by_key[arrow.destination].column
            lanes[column] += 1
            path, span = _path_into_side(start, end, end.x - sizes.margin * (0.35 + 0.15 * (lanes[column] % 4)))
        else:
            path, span = _path_within_column(start, end, sizes)
        layout.paths[arrow.key] = path
        spans[arrow.key] = span
    return spans


def _path_across_columns(places: Sequence[Place]) -> tuple[str, tuple[Point, Point]]:
    """From the right of the first to the left of the last, level through every lane between."""
    first, last = places[0], places[-1]
    parts = [f"M{n(first.right)} {n(first.middle)}"]
    for left, right in pairwise(places):
        bend = (right.x - left.right) / 2
        out, back = left.right + bend, right.x - bend
        parts.append(f"C{n(out)} {n(left.middle)} {n(back)} {n(right.middle)} {n(right.x)} {n(right.middle)}")
        if right is not last:
            parts.append(f"H{n(right.right)}")
    parts.append(_arrow_head(last.x, last.middle, -1))
    return "".join(parts), ((first.right, first.middle), (places[1].x, places[1].middle))


def _path_into_side(start: Place, end: Place, lane: float) -> tuple[str, tuple[Point, Point]]:
    """From above or below into the gutter left of a box, and in at its side."""
    x, y = start.x + start.width / 2, start.bottom if start.y < end.y else start.y
    level = y + 8 if start.y < end.y else y - 8
    path = f"M{n(x)} {n(y)}V{n(level)}H{n(lane)}V{n(end.middle)}H{n(end.x)}{_arrow_head(end.x, end.middle, -1)}"
    return path, ((lane, level), (lane, end.middle))


def _path_within_column(start: Place, end: Place, sizes: Sizes) -> tuple[str, tuple[Point, Point]]:
    """Within a column, or backwards: out at the right and in at the right."""
    out = max(start.right, end.right) + sizes.margin * 0.7
    path = f"M{n(start.right)} {n(start.middle)}C{n(out)} {n(start.middle)} {n(out)} {n(end.middle)} "
    return f"{path}{n(end.right)} {n(end.middle)}{_arrow_head(end.right, end.middle, 1)}", (
        (start.right, start.middle),
        (end.right, end.middle),
    )


def _draw_barriers(layout: MapLayout, arrows: Sequence[Arrow], spans: Mapping[str, tuple[Point, Point]]) -> None:
    """Draw what hinders: a line that ends in a bar across the arrow it hinders. Lines in one gutter are kept apart."""
    lanes: dict[float, int] = defaultdict(int)
    for arrow in arrows:
        if arrow.blocks not in spans:
            continue
        (left, high), (right, low) = spans[arrow.blocks]
        along = CROSSING_POINTS[lanes[left] % len(CROSSING_POINTS)]
        lanes[left] += 1
        x, y = left + (right - left) * _curve_position(along, 1.5), high + (low - high) * _curve_position(along, 0)
        start = layout.places[arrow.origin]
        edge = start.y if start.y > y else start.bottom
        level = edge - 9 if start.y > y else edge + 9
        bar = f"M{n(max(x - 6, 0))} {n(y)}H{n(min(x + 6, layout.width))}"
        layout.paths[arrow.key] = f"M{n(start.x + start.width / 2)} {n(edge)}V{n(level)}H{n(x)}V{n(y)}{bar}"


def _curve_position(along: float, pull: float) -> float:
    """Where a bend is after this share of it: pull 1.5 across, 0 down, as its control points say."""
    back = 1 - along
    return pull * along * back * back + (3 - pull) * along * along * back + along**3


def _arrow_head(x: float, y: float, way: int) -> str:
    """A small arrow head that points left (1) or right (-1)."""
    return f"M{n(x + 6 * way)} {n(y - 4)}L{n(x)} {n(y)}L{n(x + 6 * way)} {n(y + 4)}"
