"""The map of a story as SVG: layers from top to bottom, each box a link. The list beside it says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from textwrap import shorten, wrap

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ettle.activities.types.stories import ScenarioSpec
from ettle.workshop.stories.map.arrow_layout import HEAD, HEIGHT, Arrow, Box, MapLayout, arrange_map
from ettle.workshop.stories.map.story_graph import MapPlace, arrange_layers

LETTERS_A_LINE, LINES = 18, 2
MOST_LETTERS_BACK = 24
WIDE = 700  # units of the drawing; more than this is too small to read on a page that is printed upright


def render_drawing(scenario: ScenarioSpec, places: Sequence[MapPlace], address: Callable[[str], str]) -> SafeString:
    """address: of the page of a place by its key. Returns nothing for a story without places."""
    if not places:
        return SafeString("")
    layers = arrange_layers(scenario)
    labels = label_arrows(places)
    titles = {place.key: shorten(place.title, MOST_LETTERS_BACK, placeholder="…") for place in places}
    labels |= {joined: f"{labels[joined]} ↑ {titles[joined[1]]}" for joined in layers.back}
    layout = arrange_map(layers, labels)
    size = f'viewBox="0 0 {layout.width:g} {layout.height:g}" width="{layout.width:g}" height="{layout.height:g}"'
    css = "story-drawing story-drawing-wide" if layout.width > WIDE else "story-drawing"
    name = f'<title id="story-drawing-title">{escape(_("Map of the story"))}</title>'
    parts = [
        f'<svg class="{css}" {size} role="group" aria-labelledby="story-drawing-title">{name}',
        '<g aria-hidden="true">',  # the list says where each option leads
        *_draw_arrows(layout, _find_conditional(places)),
        "</g>",
        *(_draw_box(place, layout.boxes[place.key], address(place.key)) for place in places),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every word is escaped


def label_arrows(places: Sequence[MapPlace]) -> dict[tuple[str, str], str]:
    """Return for each two places that are joined the numbers of the options that lead there: ‘1, 3 if’.

    The options are numbered as in the list; ‘if’ stands where one leads there only when a condition is true.
    """
    numbers: dict[tuple[str, str], dict[int, bool]] = {}
    for place in places:
        for number, (_words, routes) in enumerate(place.options, 1):
            for route in routes:
                if route.is_known:
                    found = numbers.setdefault((place.key, route.to), {})
                    found[number] = found.get(number, True) and bool(route.when)
    return {
        joined: ", ".join(
            _("%(number)s if") % {"number": number} if is_if else f"{number}" for number, is_if in found.items()
        )
        for joined, found in numbers.items()
    }


def _find_conditional(places: Sequence[MapPlace]) -> set[tuple[str, str]]:
    """Return which places are joined only by routes with a condition."""
    always = {
        (place.key, route.to)
        for place in places
        for _words, routes in place.options
        for route in routes
        if not route.when
    }
    every = {(place.key, route.to) for place in places for _words, routes in place.options for route in routes}
    return every - always


def _draw_arrows(layout: MapLayout, conditional: set[tuple[str, str]]) -> Iterator[str]:
    for arrow in layout.arrows:
        css = "story-arrow story-arrow-if" if (arrow.start, arrow.end) in conditional else "story-arrow"
        yield f'<path class="{css}" d="{_draw_path(arrow)}"/>'
        x, y = arrow.points[-1]
        if not arrow.is_back:
            yield f'<path class="story-head" d="M{x:g} {y:g}l{-HEAD} {-2 * HEAD}h{2 * HEAD}z"/>'
        label = arrow.label
        yield f'<text class="story-label" x="{label.left:g}" y="{label.bottom:g}">{escape(label.words)}</text>'


def _draw_path(arrow: Arrow) -> str:
    """Return the path through the points of an arrow: straight down from each odd one, and a curve to the next."""
    (left, top), *points = arrow.points
    parts = [f"M{left:g} {top:g}"]
    for number, (x, y) in enumerate(points):
        if number % 2 == 0:
            parts.append(f"V{y:g}")
        else:
            middle = (points[number - 1][1] + y) / 2
            parts.append(f"C{points[number - 1][0]:g} {middle:g} {x:g} {middle:g} {x:g} {y:g}")
    return "".join(parts)


def _draw_box(place: MapPlace, box: Box, address: str) -> str:
    css = "story-box story-box-ending" if place.is_ending else "story-box"
    css += " story-box-wrong" if place.notes else ""
    lines = wrap(place.title, LETTERS_A_LINE)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS_A_LINE - 1]}…"]
    first = box.top + HEIGHT / 2 + 5 - 9 * (len(lines) - 1)
    words = " ".join(  # a space, so that a screen reader and axe see separate words
        f'<text x="{box.middle:g}" y="{first + 18 * number:g}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    corner = HEIGHT / 2 if place.is_ending else 8
    return (
        f'<a href="{escape(address)}" aria-label="{escape(_box_words(place))}"><rect class="{css}" x="{box.left:g}" '
        f'y="{box.top:g}" width="{box.width:g}" height="{HEIGHT}" rx="{corner:g}"/>{words}</a>'
    )


def _box_words(place: MapPlace) -> str:
    kind = _("ending") if place.is_ending else _("start") if place.is_start else _("place")
    return ". ".join([f"{place.title} ({kind})", *place.notes])
