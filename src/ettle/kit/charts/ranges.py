"""Range rows: what several people said on a common scale, a row for each group.

A bar from quartile to quartile with a tick at the median, and the person's own point as a dot. A group that is not
shown has a note in place of its bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ettle.kit.charts.dots import format_number, shorten_label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YOU, ANSWERS = _("You"), _("answers")

WIDTH = 288
LEFT, RIGHT = 14.0, WIDTH - 14.0
ROW, TOP, FOOT = 46, 24, 36
BAR = 12.0
LABEL_CHARACTERS = 30
"""How much of a label fits in one line of 15-unit text beside its note."""


@dataclass(frozen=True)
class RangeRow:
    """counts: how many gave each point, from the lowest; None when they are not shown, and then note says why.

    mine: the person's own point on the scale; None when there is none.
    """

    label: StrOrPromise
    counts: tuple[int, ...] | None
    note: StrOrPromise = ""
    mine: float | None = None


def range_rows(
    rows: Sequence[RangeRow],
    *,
    name: str,
    says: str,
    caption: StrOrPromise,
    points: Sequence[str],
    mine_word: StrOrPromise = YOU,
    unit: StrOrPromise = ANSWERS,
) -> SafeString:
    """Return a figure: the sentence, the drawing, the table of counts, the caption.

    name: one word, unique on the page. says: "" when a heading beside the figure says it. points: what each point of
    the scale means, from 1. unit: what is counted.
    Raises ValueError for a point outside the scale, or counts that do not fit it.
    """
    context = {
        "name": name,
        "says": says,
        "caption": caption,
        "points": [f"{value} {meaning}" for value, meaning in enumerate(points, start=1)],
        "columns": str(len(points) + 1),
        "ends": (points[0], points[-1]),
        "unit": unit,
        "rows": [_row_context(row, place, len(points)) for place, row in enumerate(rows)],
        "has_mine": any(row.mine is not None for row in rows),
        "mine_word": mine_word,
        "width": str(WIDTH),
        "height": str(TOP + ROW * len(rows) + FOOT),
        "left": format_number(LEFT),
        "right": format_number(RIGHT),
        **_key_positions(TOP + ROW * len(rows) + 22),
    }
    return mark_safe(render_to_string("kit/charts/ranges.html", context))  # noqa: S308 - escaped by the template


def quartile_points(counts: Sequence[int]) -> tuple[float, float, float]:
    """Return the quartiles of the answers, halfway between two points where they tie.

    counts: how many gave point 1, 2 and so on; at least one.
    """
    return _quartile_point(counts, 1), _quartile_point(counts, 2), _quartile_point(counts, 3)


def _quartile_point(counts: Sequence[int], quarters: int) -> float:
    """Return the smallest point that so many quarters of the answers do not exceed."""
    target = sum(counts) * quarters
    reached = [so_far * 4 for so_far in accumulate(counts)]
    first = next(point for point, so_far in enumerate(reached, start=1) if so_far >= target)
    if reached[first - 1] > target:
        return float(first)
    following = next((point for point, so_far in enumerate(reached, start=1) if so_far > target), first)
    return (first + following) / 2


def _row_context(row: RangeRow, place: int, points: int) -> dict[str, Any]:
    if row.mine is not None and not 1 <= row.mine <= points:
        raise ValueError(f"{row.mine} is outside 1 to {points}")
    shown: dict[str, Any] = {
        "label": row.label,
        "short": shorten_label(str(row.label), LABEL_CHARACTERS),
        "note": row.note,
        "mine": None if row.mine is None else format_number(row.mine),
        "mine_x": None if row.mine is None else format_number(_scale_position(row.mine, points)),
        "people": None,
        "text_y": str(TOP + ROW * place + 15),
        "line_y": str(TOP + ROW * place + 31),
        "bar_y": format_number(TOP + ROW * place + 31 - BAR / 2),
        "tick_top": str(TOP + ROW * place + 22),
        "tick_foot": str(TOP + ROW * place + 40),
    }
    if row.counts is None or not sum(row.counts):
        return shown
    if len(row.counts) != points:
        raise ValueError(f"{len(row.counts)} counts for {points} points")
    low, middle, high = quartile_points(row.counts)
    left, right = _scale_position(low, points), _scale_position(high, points)
    return shown | {
        "people": str(sum(row.counts)),
        "counts": [str(count) for count in row.counts],
        "bar_x": format_number(left - BAR / 2),
        "bar_width": format_number(right - left + BAR),
        "tick_x": format_number(_scale_position(middle, points)),
        "middle": format_number(middle),
    }


def _key_positions(middle: int) -> dict[str, str]:
    """Return the positions of the key's parts, as text like all positions here: Django would localise numbers."""
    return {"key_y": str(middle), "key_bar": str(middle - 6), "key_top": str(middle - 9), "key_foot": str(middle + 9)}


def _scale_position(value: float, points: int) -> float:
    return LEFT + (value - 1) / (points - 1) * (RIGHT - LEFT)
