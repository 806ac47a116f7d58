"""The drawing and its table say the same; nothing leaves the frame."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.kit.charts import DotRow, dot_rows

GOLDEN = Path(__file__).parent / "dot_rows.html"
VALUE = st.none() | st.floats(1, 5)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
ROWS = st.lists(st.builds(DotRow, label=WORDS, now=VALUE, importance=VALUE, note=WORDS | st.just("")), max_size=12)


def drawn(rows: list[DotRow]) -> str:
    return dot_rows(
        rows, name="profile", says="A sentence.", caption="Yours.", low=1, high=5, ends=("rarely", "always")
    )


def parsed(html: str) -> ElementTree.Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parseFragment(html)
    assert parser.errors == []
    return tree


def stays_inside(tree: ElementTree.Element) -> ElementTree.Element:
    """The drawing of a page, every mark of which lies inside its frame."""
    frame = tree.find(".//{*}svg")
    assert frame is not None
    width, height = (float(part) for part in frame.attrib["viewBox"].split()[2:])
    for element in frame.iter():
        radius = float(element.get("r", 0))
        for name, most in (("cx", width), ("cy", height), ("x1", width), ("x2", width), ("x", width), ("y", height)):
            if element.get(name) is not None:
                assert radius <= float(element.attrib[name]) <= most - radius
    return frame


def test_a_profile_is_drawn_as_it_was_last_looked_at() -> None:
    html = drawn([DotRow("Vision", 3, 4), DotRow("Empowering", 1.4, 5), DotRow("Creativity", None, 3, "too few")])

    assert html == GOLDEN.read_text()


@given(ROWS)
@settings(max_examples=60)
def test_everything_stays_inside_the_frame_and_every_row_is_in_the_table(rows: list[DotRow]) -> None:
    tree = parsed(drawn(rows))

    frame = stays_inside(tree)
    assert len(tree.findall(".//tbody/tr")) == len(rows)
    assert "nan" not in ElementTree.tostring(frame, encoding="unicode").lower() or any(
        "nan" in (row.label + row.note).lower() for row in rows
    )


@given(ROWS)
@settings(max_examples=40)
def test_words_and_table_hold_the_same_figures(rows: list[DotRow]) -> None:
    html = drawn(rows)
    table = re.findall(r'<td class="number">([^<]*)</td>', html)
    desc = re.search(r"<desc[^>]*>(.*?)</desc>", html, re.DOTALL)

    assert desc is not None
    if all(row.importance is None for row in rows):
        assert len(table) == len(rows)
        assert all(f"Now {now}." in desc.group(1) for now in table)
    else:
        for now, ring in zip(table[::2], table[1::2], strict=True):
            assert f"Now {now}, How much it matters {ring}." in desc.group(1)


def test_a_label_is_text() -> None:
    assert "<b>" not in drawn([DotRow("<b>Vision</b>", 1, 2)])


@pytest.mark.parametrize("value", [0.9, 5.1, float("nan"), float("inf")])
def test_a_figure_outside_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        drawn([DotRow("Vision", value, None)])
