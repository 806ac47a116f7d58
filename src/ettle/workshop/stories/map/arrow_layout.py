"""Where the boxes, arrows and labels of a map are. No label meets a box, a label or the arrow of another. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ettle.workshop.stories.map.story_graph import StoryLayers, is_waypoint

WIDTH, HEIGHT, GAP_ACROSS, MARGIN = 176, 60, 28, 12
LABEL_DOWN, CURVE_DOWN = 28, 48  # below a layer: where labels are and arrows go straight down; then where they bend
HEAD = 6  # half the width of an arrow's head
ROOM_FOR_HEAD = 3 * HEAD  # above a layer, where arrows arrive straight
LETTER, BESIDE, BETWEEN = 9, 6, 12  # the most that a letter of a label is wide; between it and its arrow, and the next
WAYPOINT = 2 * BETWEEN  # the width that an arrow has where it passes a layer

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True)
class Label:
    """left, bottom: of its first letter."""

    words: str
    left: float
    bottom: float

    @property
    def width(self) -> float:
        return len(self.words) * LETTER


@dataclass(frozen=True)
class Arrow:
    """points: straight down from the first to the second, a curve to the third, straight down to the fourth, and so on.

    is_back: it leads back; only its beginning is drawn, and its label says where it leads.
    """

    start: str
    end: str
    points: tuple[Point, ...]
    label: Label
    is_back: bool = False


@dataclass(frozen=True)
class MapLayout:
    width: float
    height: float
    boxes: Mapping[str, Box]
    arrows: Sequence[Arrow]


def arrange_map(layers: StoryLayers, labels: Mapping[tuple[str, str], str]) -> MapLayout:
    """labels: the words of the arrow between two places. A box is as wide as the labels below it need."""
    leaving: dict[str, list[tuple[str, str]]] = {}
    arriving: dict[str, list[tuple[str, str]]] = {}
    for joined in labels:
        leaving.setdefault(joined[0], []).append(joined)
        if joined not in layers.back:
            arriving.setdefault(joined[1], []).append(joined)
    widths = {key: _find_width(key, leaving, arriving, labels) for layer in layers.layers for key in layer}
    boxes, width, height = _place_boxes(layers.layers, widths)
    ends = {
        joined: point
        for key, found in arriving.items()
        for joined, point in zip(_sort_arriving(found, layers, boxes), _spread(boxes[key], len(found)), strict=True)
    }
    arrows = [
        _draw(joined, Label(labels[joined], x + BESIDE, 0), x, ends.get(joined), layers, boxes)
        for key, found in leaving.items()
        for joined, x in _place_labels(boxes[key], _sort_leaving(found, layers, boxes), labels)
    ]
    return MapLayout(width, height, boxes, arrows)


def _slot(words: str) -> float:
    return BESIDE + len(words) * LETTER + BETWEEN


def _find_width(
    key: str, leaving: Mapping[str, Sequence[tuple[str, str]]], arriving: Mapping[str, Sequence[object]],
    labels: Mapping[tuple[str, str], str],
) -> float:  # fmt: skip
    if is_waypoint(key):
        return WAYPOINT
    below = sum(_slot(labels[joined]) for joined in leaving.get(key, ()))
    return max(WIDTH, below, (len(arriving.get(key, ())) + 1) * 3 * HEAD)


def _place_boxes(layers: Sequence[Sequence[str]], widths: Mapping[str, float]) -> tuple[dict[str, Box], float, float]:
    """Return the boxes, each layer in the middle, and the width and height of all."""
    across = [sum(widths[key] for key in layer) + GAP_ACROSS * (len(layer) - 1) for layer in layers]
    width = max(across) + 2 * MARGIN
    down = HEIGHT + LABEL_DOWN + CURVE_DOWN + ROOM_FOR_HEAD
    boxes = {}
    for depth, layer in enumerate(layers):
        left = (width - across[depth]) / 2
        for key in layer:
            boxes[key] = Box(left, MARGIN + depth * down, widths[key])
            left += widths[key] + GAP_ACROSS
    return boxes, width, len(layers) * down - CURVE_DOWN - ROOM_FOR_HEAD + 2 * MARGIN


def _sort_leaving(
    found: Sequence[tuple[str, str]], layers: StoryLayers, boxes: Mapping[str, Box]
) -> list[tuple[str, str]]:
    """Return arrows in the order of where they go next, so that few cross; those that lead back are last."""
    return sorted(found, key=lambda joined: (joined in layers.back, boxes[layers.ways[joined][1]].middle))


def _sort_arriving(
    found: Sequence[tuple[str, str]], layers: StoryLayers, boxes: Mapping[str, Box]
) -> list[tuple[str, str]]:
    return sorted(found, key=lambda joined: boxes[layers.ways[joined][-2]].middle)


def _spread(box: Box, number: int) -> list[Point]:
    return [(box.left + box.width * (place + 1) / (number + 1), box.top) for place in range(number)]


def _place_labels(
    box: Box, found: Sequence[tuple[str, str]], labels: Mapping[tuple[str, str], str]
) -> list[tuple[tuple[str, str], float]]:
    """Return where each arrow leaves a box: its label is to the right of it, and the next arrow right of that."""
    left = box.middle - sum(_slot(labels[joined]) for joined in found) / 2 + BESIDE
    placed = []
    for joined in found:
        placed.append((joined, left))
        left += _slot(labels[joined])
    return placed


def _draw(
    joined: tuple[str, str], label: Label, x: float, end: Point | None, layers: StoryLayers, boxes: Mapping[str, Box]
) -> Arrow:
    start = boxes[joined[0]]
    y = start.top + HEIGHT
    label = Label(label.words, label.left, y + LABEL_DOWN - 10)
    if end is None:
        return Arrow(*joined, ((x, y), (x, y + LABEL_DOWN - BESIDE)), label, is_back=True)
    points: list[Point] = [(x, y), (x, y + LABEL_DOWN)]
    for key in layers.ways[joined][1:-1]:
        passed = boxes[key]
        points += [
            (passed.middle, passed.top - ROOM_FOR_HEAD), (passed.middle, passed.top + HEIGHT + LABEL_DOWN),
        ]  # fmt: skip
    points += [(end[0], end[1] - ROOM_FOR_HEAD), end]
    return Arrow(*joined, tuple(points), label)
