"""A layered map: boxes in columns, arrows that say what may lead to what, and a table that says the same.

Each box may be a link, so that a map is explored by keyboard, by touch and without scripts. The wide map shows labels,
the small one keys; both are made from the same boxes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ettle.framework.logic_model.map_layout import SMALL, WIDE, Arrow, Box, MapLayout, Place, Sizes, arrange_map
from ettle.kit.charts.dots import format_number as n

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Highlight:
    """What is drawn differently: boxes and arrows on a route, the boxes that were chosen, and those the reader marked.

    With empty `boxes`, nothing is highlighted or dimmed.
    """

    boxes: Collection[str] = ()
    arrows: Collection[str] = ()
    chosen: Collection[str] = ()
    mine: Collection[str] = ()


@dataclass(frozen=True)
class Headings:
    """The names of the columns from left to right, of the rows above and below, and of the table's cells."""

    columns: tuple[str, ...]
    above: str
    below: str
    cells: tuple[StrOrPromise, ...]


NO_HIGHLIGHT = Highlight()


def render_map(
    boxes: Sequence[Box],
    arrows: Sequence[Arrow],
    heads: Headings,
    *,
    name: str,
    says: StrOrPromise,
    lit: Highlight = NO_HIGHLIGHT,
    small: bool = False,
) -> SafeString:
    """Return the map as SVG. name: one word, unique on the page; says: the accessible description of the drawing."""
    sizes = SMALL if small else WIDE
    layout = _cached_layout(tuple(boxes), tuple(arrows), len(heads.columns), sizes)
    css = f"map {'map-some' if lit.boxes else 'map-all'}{' map-small' if small else ''}"
    title = f"{escape(name)}-title"
    size = f"{n(layout.width)} {n(layout.height)}"
    parts = [
        f'<svg class="{css}" viewBox="0 0 {size}" role="group" aria-labelledby="{title}">',
        f'<title id="{title}">{escape(str(says))}</title>',
        _render_paths(arrows, layout, lit),
        "" if small else _render_headings(boxes, heads, layout, sizes),
        *(_render_box(box, layout.places[box.key], sizes, lit) for box in boxes if box.key in layout.places),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every word is escaped above


@lru_cache(maxsize=16)
def _cached_layout(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...], columns: int, sizes: Sizes) -> MapLayout:
    """Highlights move nothing, so one layout serves every reader."""
    return arrange_map(boxes, arrows, columns, sizes)


def _render_paths(arrows: Sequence[Arrow], layout: MapLayout, lit: Highlight) -> str:
    """The lines, highlighted ones last, so that they are on top. Hidden from screen readers, which have the table."""
    shown = sorted((arrow for arrow in arrows if arrow.key in layout.paths), key=lambda arrow: arrow.key in lit.arrows)
    lines = (
        f'<path class="map-line map-{escape(arrow.kind or "plain")}{" map-hinders" if arrow.blocks else ""}'
        f'{" lit" if arrow.key in lit.arrows else ""}" d="{layout.paths[arrow.key]}"/>'
        for arrow in shown
    )
    return f'<g aria-hidden="true">{"".join(lines)}</g>'


def _render_headings(boxes: Sequence[Box], heads: Headings, layout: MapLayout, sizes: Sizes) -> str:
    words = [(x, y, label) for (x, y), label in zip(layout.heads, heads.columns, strict=True)]
    for column, label in ((-1, heads.above), (-2, heads.below)):
        tops = [layout.places[box.key].y for box in boxes if box.column == column and box.key in layout.places]
        words += [(sizes.margin, min(tops) - sizes.head * 0.4, label)] if tops else []
    return "".join(f'<text class="map-head" x="{n(x)}" y="{n(y)}">{escape(label)}</text>' for x, y, label in words)


def _render_box(box: Box, place: Place, sizes: Sizes, lit: Highlight) -> str:
    states = [
        word for word, keys in (("lit", lit.boxes), ("chosen", lit.chosen), ("mine", lit.mine)) if box.key in keys
    ]
    inside = (
        f'<rect x="{n(place.x)}" y="{n(place.y)}" width="{n(place.width)}" height="{n(place.height)}" rx="7"/>'
        f"{_render_marker(place) if 'mine' in states else ''}<text>{_render_label(place, sizes)}</text>"
    )
    css = " ".join(["map-box", *states])
    spoken = f"{box.key} {box.label}"
    if "mine" in states:
        spoken = _("%(box)s (linked to what you wrote)") % {"box": spoken}
    current = ' aria-current="true"' if "chosen" in states else ""
    if not box.href:
        return f'<g class="{css}"><title>{escape(spoken)}</title>{inside}</g>'
    label = f' aria-label="{escape(spoken)}"' if sizes.lines == 1 or "mine" in states else ""
    return f'<a class="{css}" href="{escape(box.href)}"{label}{current}>{inside}</a>'


def _render_marker(place: Place) -> str:
    """The dot on a box that the reader linked something to."""
    return f'<circle class="map-mark" cx="{n(place.right - 8)}" cy="{n(place.y + 8)}" r="4"/>'


def _render_label(place: Place, sizes: Sizes) -> str:
    first = place.middle - sizes.line * (len(place.lines) - 1) / 2 + sizes.line * 0.3
    middle = sizes.lines == 1
    x = place.x + (place.width / 2 if middle else sizes.pad)
    # A space ends each line, so that a screen reader does not join two words.
    return "".join(
        f'<tspan x="{n(x)}" y="{n(first + sizes.line * row)}">{escape(str(words))} </tspan>'
        for row, words in enumerate(place.lines)
    )


def render_table(boxes: Sequence[Box], arrows: Sequence[Arrow], heads: Headings, *, caption: str) -> SafeString:
    """Return the map as a table: one row for each arrow, with all its cells."""
    labels = {box.key: box.label for box in boxes}
    by_key = {arrow.key: arrow for arrow in arrows}
    head = "".join(f'<th scope="col">{escape(str(words))}</th>' for words in (_("From"), _("To"), *heads.cells))
    rows = "".join(
        f'<tr><th scope="row">{escape(labels.get(arrow.origin, arrow.origin))}</th>'
        f"<td>{escape(_target_label(arrow, labels, by_key))}</td>"
        f"{''.join(f'<td>{escape(str(words))}</td>' for words in arrow.cells)}</tr>"
        for arrow in arrows
    )
    return mark_safe(  # noqa: S308 - every word is escaped above
        f'<div class="table" role="group" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _target_label(arrow: Arrow, labels: Mapping[str, str], by_key: Mapping[str, Arrow]) -> str:
    if arrow.destination:
        return labels.get(arrow.destination, arrow.destination)
    other = by_key.get(arrow.blocks)
    if other is None:
        return arrow.blocks
    ends = (labels.get(other.origin, other.origin), labels.get(other.destination, other.destination))
    return _("Hinders: %(origin)s → %(destination)s") % {"origin": ends[0], "destination": ends[1]}
