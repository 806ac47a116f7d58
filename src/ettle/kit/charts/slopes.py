"""Slope rows: one line for each thing on a common scale, a ring for then, a dot for now, and the change in a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.charts.dots import (
    LEFT,
    NOT_ANSWERED,
    RIGHT,
    ROW,
    TOP,
    WIDTH,
    format_figure,
    format_number,
    require_rising_scale,
    scale_position,
    shorten_label,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class SlopeRow:
    """before and after are on the chart's scale; None is "not said". word: the change, shown in the table too."""

    label: str
    before: float | None
    after: float | None
    word: str


def slope_rows(
    rows: Sequence[SlopeRow],
    *,
    name: str,
    says: str,
    caption: str,
    low: float,
    high: float,
    ends: tuple[str, str],
    before_word: str,
    after_word: str,
    missing: StrOrPromise = NOT_ANSWERED,
) -> SafeString:
    """Return a figure: the sentence, the drawing, the table of the same figures, the caption.

    name: one word, unique on the page; ids are made from it. before_word, after_word: when each was, such as a date.
    Raises ValueError for a scale that does not rise or a figure outside it.
    """
    require_rising_scale(low, high)
    context = {
        "name": name,
        "says": says,
        "caption": caption,
        "ends": ends,
        "before_word": before_word,
        "after_word": after_word,
        "missing": missing,
        "rows": [_row_context(row, place, low, high, missing) for place, row in zip(count(), rows, strict=False)],
        "width": WIDTH,
        "height": TOP + ROW_HEIGHT * len(rows) + 34,
        "left": format_number(LEFT),
        "right": format_number(RIGHT),
        "key_y": format_number(TOP + ROW_HEIGHT * len(rows) + 20),
    }
    return mark_safe(render_to_string("kit/charts/slopes.html", context))  # noqa: S308 - escaped by the template


ROW_HEIGHT = ROW + 20


def _row_context(row: SlopeRow, place: int, low: float, high: float, missing: StrOrPromise) -> dict[str, Any]:
    before, after = (scale_position(value, low, high) for value in (row.before, row.after))
    top = TOP + ROW_HEIGHT * place
    return {
        "label": row.label,
        "short": shorten_label(row.label),
        "word": row.word,
        "text_y": format_number(top + 15),
        "line_y": format_number(top + 31),
        "word_y": format_number(top + 52),
        "before_x": before,
        "after_x": after,
        "between": before is not None and after is not None and before != after,
        "before": format_figure(row.before, missing),
        "after": format_figure(row.after, missing),
    }
