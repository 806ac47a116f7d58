"""The map of a story as SVG: layers from top to bottom, each box a link. The list beside it says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ettle.activities.types.stories import ScenarioSpec
from ettle.workshop.stories.story_graph import MapPlace, arrange_layers

WIDTH, HEIGHT, GAP_ACROSS, GAP_DOWN, MARGIN = 168, 60, 24, 56, 12
LETTERS_A_LINE, LINES = 19, 2
HEAD = 6  # half the width of an arrow's head


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    layer: int

    @property
    def middle(self) -> float:
        return self.left + WIDTH / 2

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT


def render_drawing(scenario: ScenarioSpec, places: Sequence[MapPlace], address: Callable[[str], str]) -> SafeString:
    """address: of the page of a place by its key. Returns nothing for a story without places."""
    if not places:
        return SafeString("")
    layers = arrange_layers(scenario)
    width = max(len(layer) for layer in layers) * (WIDTH + GAP_ACROSS) - GAP_ACROSS + 4 * MARGIN
    height = len(layers) * (HEIGHT + GAP_DOWN) - GAP_DOWN + 2 * MARGIN
    boxes = {
        key: Box(
            (width - len(layer) * (WIDTH + GAP_ACROSS) + GAP_ACROSS) / 2 + number * (WIDTH + GAP_ACROSS),
            MARGIN + depth * (HEIGHT + GAP_DOWN),
            depth,
        )
        for depth, layer in enumerate(layers)
        for number, key in enumerate(layer)
    }
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    name = f'<title id="story-drawing-title">{escape(_("Map of the story"))}</title>'
    parts = [
        f'<svg class="story-drawing" {size} role="group" aria-labelledby="story-drawing-title">{name}',
        *_draw_arrows(places, boxes),
        *(_draw_box(place, boxes[place.key], address(place.key)) for place in places),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every word is escaped


def _draw_arrows(places: Sequence[MapPlace], boxes: Mapping[str, Box]) -> Iterator[str]:
    """Draw one arrow between two places; it is dashed when it depends on a condition in every option."""
    arrows: dict[tuple[str, str], bool] = {}
    for place in places:
        for _words, routes in place.options:
            for route in routes:
                if route.is_known:
                    joined = (place.key, route.to)
                    arrows[joined] = arrows.get(joined, True) and bool(route.when)
    for (start, end), is_conditional in arrows.items():
        yield _draw_arrow(boxes[start], boxes[end], is_conditional=is_conditional)


def _draw_arrow(start: Box, end: Box, *, is_conditional: bool) -> str:
    css = "story-arrow story-arrow-if" if is_conditional else "story-arrow"
    if end.layer <= start.layer:  # it leads back: around the right-hand side
        right, far = start.left + WIDTH, max(start.left, end.left) + WIDTH + GAP_ACROSS
        x, y, begin = end.left + WIDTH, end.top + HEIGHT / 2, start.top + HEIGHT / 2
        path = f"M{right:g} {begin:g}C{far:g} {begin:g} {far:g} {y:g} {x + HEAD:g} {y:g}"
        head = f"M{x:g} {y:g}l{2 * HEAD} {-HEAD}v{2 * HEAD}z"
    else:
        x, y, bend = end.middle, end.top, GAP_DOWN * 0.6
        path = (
            f"M{start.middle:g} {start.bottom:g}C{start.middle:g} {start.bottom + bend:g} "
            f"{x:g} {y - bend:g} {x:g} {y - HEAD:g}"
        )
        head = f"M{x:g} {y:g}l{-HEAD} {-2 * HEAD}h{2 * HEAD}z"
    return f'<path class="{css}" d="{path}"/><path class="story-head" d="{head}"/>'


def _draw_box(place: MapPlace, box: Box, address: str) -> str:
    css = "story-box story-box-ending" if place.is_ending else "story-box"
    css += " story-box-wrong" if place.notes else ""
    lines = wrap(place.title, LETTERS_A_LINE)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS_A_LINE - 1]}…"]
    first = box.top + HEIGHT / 2 + 5 - 9 * (len(lines) - 1)
    words = "".join(
        f'<text x="{box.middle:g}" y="{first + 18 * number:g}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    corner = HEIGHT / 2 if place.is_ending else 8
    return (
        f'<a href="{escape(address)}" aria-label="{escape(_box_words(place))}"><rect class="{css}" x="{box.left:g}" '
        f'y="{box.top:g}" width="{WIDTH}" height="{HEIGHT}" rx="{corner:g}"/>{words}</a>'
    )


def _box_words(place: MapPlace) -> str:
    kind = _("ending") if place.is_ending else _("start") if place.is_start else _("place")
    return ". ".join([f"{place.title} ({kind})", *place.notes])
