"""The drawings of areas, as they stand inside a page. Loading a pack has checked them (kit.files.svg)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from ettle.kit.values.short_caches import current_period
from ettle.library.media_files.models import PackFile
from ettle.library.types.illustrations import DRAWING, drawing_path, is_icon

# A drawing that was loaded again is shown after this time at the latest.


def read_drawing(name: str) -> SafeString:
    """The drawing of an area; nothing when it is not stored."""
    row = PackFile.objects.filter(path=drawing_path(name)).first() if name else None
    return _read_svg(row) if row else mark_safe("")


def icons() -> Mapping[str, SafeString]:
    """The small drawing of every name that has one."""
    return _read_icons(current_period())


@lru_cache(maxsize=1)
def _read_icons(_period: int) -> Mapping[str, SafeString]:
    rows = [row for row in PackFile.objects.filter(path__startswith="drawings/") if is_icon(row.path)]
    return {match[1]: _read_svg(row) for row in rows if (match := DRAWING.fullmatch(row.path))}


def _read_svg(row: PackFile) -> SafeString:
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:  # a database that was restored without its files
        return mark_safe("")
    # The browser must not offer the drawing as a stop of its own, and a name beside it says what it shows.
    svg = content.decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(svg)  # noqa: S308 - cleaned when it was loaded: shapes, numbers and our own classes
