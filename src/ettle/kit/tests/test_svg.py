"""Drawings of packs: shapes with classes, and nothing that could disturb the page round them."""

from __future__ import annotations

import pytest

from ettle.kit.files import svg
from ettle.kit.refusal import Refused

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 288 120"><title>Two circles</title>'
    b'<g transform="translate(10 4)"><circle class="d-soft d-line" cx="60" cy="60" r="40"/></g>\n'
    b'<text class="d-text d-text-middle" x="60" y="60">M &amp; L<tspan x="60" dy="18">both</tspan> here</text></svg>'
)
ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path class="d-line" d="M4 4L40 40Z"/></svg>'


def refusal(content: bytes, *, is_icon: bool = False) -> str:
    with pytest.raises(Refused) as refused:
        svg.clean_drawing(content, is_icon=is_icon)
    return str(refused.value)


def test_a_drawing_is_shapes_and_words_without_the_spaces_between() -> None:
    cleaned = svg.clean_drawing(DRAWING, is_icon=False).decode()

    assert "M &amp; L<tspan" in cleaned
    assert "</tspan> here</text>" in cleaned
    assert "\n" not in cleaned
    assert svg.clean_drawing(cleaned.encode(), is_icon=False).decode() == cleaned


def test_an_icon_is_a_drawing_without_words() -> None:
    assert b'viewBox="0 0 48 48"' in svg.clean_drawing(ICON, is_icon=True)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("<circle", "<script>alert(1)</script><circle", "A drawing cannot contain ‘script’. Use "),
        ("<circle", '<image href="x.png"/><circle', "A drawing cannot contain ‘image’. Use "),
        ("<circle", '<g xmlns="http://www.w3.org/1999/xhtml"/><circle', "A drawing cannot contain ‘g’. Use "),
        ('class="d-soft d-line"', 'style="fill:red"', "Take ‘style’ out of the circle. Colours and widths come "),
        (
            'class="d-soft d-line"',
            'fill="red"',
            "Take ‘fill’ out of the circle. Colours and widths come ",
        ),
        ('class="d-soft d-line"', 'onclick="x()"', "Take ‘onclick’ out of the circle. "),
        ('class="d-soft d-line"', 'id="a"', "Take ‘id’ out of the circle. "),
        ('class="d-soft d-line"', 'class="site-bar"', "There is no class ‘site-bar’ for drawings. Use d-accent, "),
        ('cx="60"', 'cx="url(#a)"', "‘url(#a)’ cannot be the cx of a circle. Write numbers"),
        ("translate(10 4)", "scale(.2)", "A transform may only translate and rotate: "),
        (
            "d-text d-text-middle",
            "d-text-middle",
            "Give each text the class d-text or d-text-strong, so that ",
        ),
        ("0 0 288 120", "0 0 500 120", 'Give the drawing viewBox="0 0 288 HEIGHT", with a height of at most 480'),
        ("0 0 288 120", "0 0 288 4800", 'Give the drawing viewBox="0 0 288 HEIGHT", with a height of at most 480'),
        ("<svg ", '<svg width="288" ', "Take ‘width’ out of the svg element. It needs only xmlns and viewBox"),
        ("</g>", "words</g>", "Put the words ‘words’ into a text element"),
        ("</svg>", "", "This is not an SVG drawing. Save it as plain SVG"),
        ("<svg ", '<!DOCTYPE svg [<!ENTITY a "b">]><svg ', "This is not an SVG drawing. Save it as plain SVG"),
        ("</svg>", "<g>" * 13 + "</g>" * 13 + "</svg>", "The drawing has too many groups inside groups. "),
        ("</title>", "x" * 4096 + "</title>", "bytes. Make it at most 4096"),
    ],
)
def test_each_fault_of_a_drawing_is_a_sentence(before: str, after: str, words: str) -> None:
    assert words in refusal(DRAWING.replace(before.encode(), after.encode()))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("<path", '<text class="d-text">a</text><path', "An icon cannot contain words. Draw it without"),
        ("0 0 48 48", "0 0 24 24", 'Give the icon viewBox="0 0 48 48"'),
        ("M4 4", "M4 4" * 200, "bytes. Make it at most 700"),
    ],
)
def test_each_fault_of_an_icon_is_a_sentence(before: str, after: str, words: str) -> None:
    assert words in refusal(ICON.replace(before.encode(), after.encode()), is_icon=True)


def test_every_class_of_drawings_has_its_look() -> None:
    from ettle.kit.files.stylesheet import join_stylesheets

    sheet = join_stylesheets()

    assert [name for name in svg.CLASSES if f".{name}" not in sheet] == []
