"""Dot rows: one line for each thing on a common scale, a dot for now and a ring for how much it matters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOW, IMPORTANCE, NOT_ANSWERED = _("Now"), _("How much it matters"), _("not answered")

WIDTH = 288
LEFT, RIGHT = 12.0, WIDTH - 12.0
ROW = 46
TOP = 24
LABEL_CHARACTERS = 32
"""How much of a label fits in one line of 15-unit text."""


@dataclass(frozen=True)
class DotRow:
    """now and importance are on the chart's scale; None is "not said". note: shown beside the label.

    spoken: the row in words, for people who do not see the drawing; without it, they hear the label and the figures.
    """

    label: str
    now: float | None
    importance: float | None
    note: str = ""
    spoken: str = ""


def dot_rows(
    rows: Sequence[DotRow],
    *,
    name: str,
    says: str,
    caption: str,
    low: float,
    high: float,
    ends: tuple[str, str],
    now_word: StrOrPromise = NOW,
    ring_word: StrOrPromise = IMPORTANCE,
    missing: StrOrPromise = NOT_ANSWERED,
) -> SafeString:
    """Return a figure: the sentence, the drawing, the table of the same figures, the caption.

    name: one word, unique on the page; ids are made from it. ends: what low and high mean, in a word or two each.
    missing: written where a figure would be. Rings, their column and their key are left out when no row has one.
    Raises ValueError for a scale that does not rise or a figure outside it.
    """
    require_rising_scale(low, high)
    context = {
        "name": name,
        "says": says,
        "caption": caption,
        "ends": ends,
        "now_word": now_word,
        "ring_word": ring_word,
        "has_rings": any(row.importance is not None for row in rows),
        "missing": missing,
        "rows": [_row_context(row, place, low, high, missing) for place, row in zip(count(), rows, strict=False)],
        "width": WIDTH,
        "height": TOP + ROW * len(rows) + 34,
        "left": format_number(LEFT),
        "right": format_number(RIGHT),
        "key_y": format_number(TOP + ROW * len(rows) + 20),
    }
    return mark_safe(render_to_string("kit/charts/dots.html", context))  # noqa: S308 - escaped by the template


def _row_context(row: DotRow, place: int, low: float, high: float, missing: StrOrPromise) -> dict[str, Any]:
    now, ring = (scale_position(value, low, high) for value in (row.now, row.importance))
    label = shorten_label(row.label)
    between = now is not None and ring is not None and now != ring
    return {
        "label": row.label,
        "short": label,
        "note": row.note,
        "spoken": row.spoken,
        "note_fits": row.note and len(label) + len(row.note) < LABEL_CHARACTERS,
        "text_y": format_number(TOP + ROW * place + 15),
        "line_y": format_number(TOP + ROW * place + 31),
        "now_x": now,
        "ring_x": ring,
        "between": between,
        "now": format_figure(row.now, missing),
        "ring": format_figure(row.importance, missing),
    }


def require_rising_scale(low: float, high: float) -> None:
    """Raises ValueError for a scale that does not rise."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"The scale must rise: {low} to {high}")


def shorten_label(label: str, most: int = LABEL_CHARACTERS) -> str:
    """Return a label that fits in one line of the drawing; the table has the whole label."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def scale_position(value: float | None, low: float, high: float) -> str | None:
    if value is None:
        return None
    if not low <= value <= high:
        raise ValueError(f"{value} is outside {low} to {high}")
    return format_number(LEFT + (value - low) / (high - low) * (RIGHT - LEFT))


def format_number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def format_figure(value: float | None, missing: StrOrPromise = NOT_ANSWERED) -> str:
    """Return a figure as shown in the drawing and the table; `missing` when there is none."""
    return str(missing) if value is None else format_number(value)
