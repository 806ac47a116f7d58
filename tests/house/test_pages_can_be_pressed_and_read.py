"""Faults of stylesheets and templates that a person with a mouse, a keyboard or their own colours would meet."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src" / "ettle"
STYLESHEETS = sorted(path for path in SOURCES.rglob("static/**/*.css"))
TEMPLATES = sorted(path for path in SOURCES.rglob("templates/**/*.html"))
COLUMNS = re.compile(r"grid-template-columns:([^;}]*)")
BOUNDED = re.compile(r"minmax\((?:[^()]|\([^()]*\))*\)")
FLEXIBLE = re.compile(r"\d\s*fr\b")
ISO_WITH_MICROSECONDS = re.compile(r'datetime="\{\{[^}]*\|date:"c"')


def name(path: Path) -> str:
    return str(path.relative_to(SOURCES))


def test_no_column_is_wider_than_the_screen_because_of_a_long_word() -> None:
    """A column of `1fr` is never narrower than its longest word; one of `minmax(0, 1fr)` is."""
    wide = [
        f"{name(path)}: {columns.strip()}"
        for path in STYLESHEETS
        for columns in COLUMNS.findall(path.read_text())
        if FLEXIBLE.search(BOUNDED.sub("", columns))
    ]

    assert wide == []


def test_nothing_to_press_is_closed_to_the_mouse() -> None:
    assert [name(path) for path in STYLESHEETS if "pointer-events: none" in path.read_text()] == []


def test_a_moment_is_written_as_html_takes_it() -> None:
    """Django's ‘c’ has six digits of a second where HTML takes three at most."""
    assert [name(path) for path in TEMPLATES if ISO_WITH_MICROSECONDS.search(path.read_text())] == []


def test_a_table_that_scrolls_is_reached_by_the_keyboard_and_has_a_name() -> None:
    """In large text a wide table scrolls sideways in its box: without a mouse, only a box with the focus scrolls."""
    closed = [
        name(path)
        for path in TEMPLATES
        for box in re.findall(r'<div class="table[ "](?:[^>%]|%(?!\})|%\})*>', path.read_text())
        if 'tabindex="0"' not in box or "role=" not in box or "aria-label" not in box
    ]

    assert closed == []


def test_a_group_of_choices_names_its_error() -> None:
    """A screen reader says the legend of a group, and the error only when the group is described by it."""
    groups = re.compile(r'<fieldset id="\{\{ (\S+)\.auto_id \}\}"([^\n]*)>')
    silent = [
        name(path)
        for path in TEMPLATES
        for field, rest in groups.findall(path.read_text())
        if f'aria-describedby="{{{{ {field}.auto_id }}}}_error"' not in rest
    ]

    assert silent == []
