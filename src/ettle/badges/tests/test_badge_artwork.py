"""Each badge has a picture of its own, which people recognise when it is small and when it is printed in one colour."""

from __future__ import annotations

import io
from functools import cache
from itertools import combinations

import pytest
from defusedxml import ElementTree
from PIL import Image, ImageChops

from ettle.badges.definition import badge_artwork
from ettle.badges.definition.badge_artwork import SERIES, find_series
from ettle.badges.definition.emblems import EMBLEMS

SIDE = 64
# Of all pixels: a difference of one in twenty is a change of a quarter of what an emblem covers.
LEAST_APART = 0.05
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3; a picture needs 3


@cache
def one_colour(emblem: str, number: str = "ET-101") -> Image.Image:
    """The picture at 64 pixels as a printer with one colour shows it: black and white, and nothing between."""
    picture = Image.open(io.BytesIO(badge_artwork.draw_png(number, emblem, SIDE)))
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("L").point(lambda grey: 255 if grey > 120 else 0)


def share_of_white(picture: Image.Image) -> float:
    return picture.histogram()[255] / (picture.width * picture.height)


def inner(picture: Image.Image) -> Image.Image:
    """The square inside the edge, where the emblem is."""
    return picture.crop((14, 10, 50, 54))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    lighter, darker = sorted((luminance(colour), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_no_two_emblems_look_alike_when_they_are_small_and_in_one_colour() -> None:
    alike = {
        f"{emblem}, {other}": round(apart, 3)
        for emblem, other in combinations(EMBLEMS, 2)
        if (apart := share_of_white(ImageChops.difference(one_colour(emblem), one_colour(other)))) < LEAST_APART
    }

    assert alike == {}


@pytest.mark.parametrize("emblem", EMBLEMS)
def test_an_emblem_is_seen_when_it_is_small_and_in_one_colour(emblem: str) -> None:
    """Neither lost in the field nor filling it."""
    assert 0.08 < share_of_white(inner(one_colour(emblem))) < 0.6


@pytest.mark.parametrize("digit", SERIES)
def test_an_emblem_has_contrast_in_the_colours_of_every_series(digit: str) -> None:
    palette = find_series(f"ET-{digit}01").palette

    assert contrast(palette.light, palette.field) >= LEAST_CONTRAST
    assert contrast(palette.gold, palette.field) >= LEAST_CONTRAST


def test_a_badge_without_an_emblem_shows_its_number() -> None:
    svg = badge_artwork.draw_svg("ET-907", "Some <name>")

    assert ElementTree.fromstring(svg).findtext("{http://www.w3.org/2000/svg}text") == "907"
    assert "Some &lt;name&gt;" in svg
    apart = ImageChops.difference(one_colour("", "ET-907"), one_colour("", "ET-145"))
    assert share_of_white(apart) > 0.03


def test_the_svg_of_every_emblem_can_be_read_and_loads_nothing() -> None:
    for emblem in EMBLEMS:
        svg = badge_artwork.draw_svg("ET-101", "Name", emblem)
        root = ElementTree.fromstring(svg)
        assert "<text" not in svg
        assert "href" not in svg
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "title", "circle", "polygon"}
