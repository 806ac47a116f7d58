"""The joined stylesheet is found without a build step, is whole, and stays light."""

from __future__ import annotations

import re

import brotli  # type: ignore[import-untyped]  # ships no types
from django.contrib.staticfiles import finders

from ettle.kit.files import stylesheet


def test_the_stylesheet_is_found_and_served_whole() -> None:
    path = finders.find(stylesheet.NAME)

    assert isinstance(path, str)
    with open(path) as file:
        assert file.read() == stylesheet.join_stylesheets()


def test_every_component_file_is_joined() -> None:
    assert {file.stem for file in stylesheet.SOURCES.glob("*.css")} == set(stylesheet.SOURCE_FILES)


def test_the_stylesheet_fits_its_budget() -> None:
    assert len(brotli.compress(stylesheet.join_stylesheets().encode())) < 20_000


def test_colours_are_named_once_and_used_by_name() -> None:
    for part in set(stylesheet.SOURCE_FILES) - {"tokens", "print"}:
        text = (stylesheet.SOURCES / f"{part}.css").read_text()
        assert not re.search(r"#[0-9a-f]{3,6}\b(?![^;]*svg)|rgb\(", text), part


def test_braces_balance() -> None:
    text = stylesheet.join_stylesheets()

    assert text.count("{") == text.count("}")
    assert "prefers-color-scheme: dark" in text
    assert "forced-colors: active" in text
    assert "prefers-reduced-motion: reduce" in text
    assert "@media print" in text
