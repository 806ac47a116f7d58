"""A layered map stays in its frame, shows each box once, and has every link in its table."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.framework.logic_model import map_svg
from ettle.framework.logic_model.map_layout import ABOVE, BELOW, Arrow, Box
from ettle.framework.logic_model.map_svg import Headings, Highlight

GOLDEN = Path(__file__).parent / "layered_map.html"
HEADS = Headings(("Bring", "Do", "Outcomes"), "Helps", "Hinders", ("Why", "Source"))
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=90)
KEYS = [f"K{place}" for place in range(14)]
BOXES = st.lists(
    st.builds(Box, st.sampled_from(KEYS), WORDS, st.integers(BELOW, 2), st.sampled_from(["", "?n=1"])),
    max_size=14,
    unique_by=lambda box: box.key,
)  # fmt: skip
ARROWS = st.lists(
    st.builds(
        Arrow,
        key=st.sampled_from([f"L{place}" for place in range(20)]),
        origin=st.sampled_from(KEYS),
        destination=st.sampled_from(["", *KEYS]),
        blocks=st.sampled_from(["", "L1", "L2", "L3"]),
        kind=st.sampled_from(["", "stated", "plausible"]),
        cells=st.tuples(WORDS, WORDS),
    ),
    max_size=20,
    unique_by=lambda arrow: arrow.key,
)  # fmt: skip


def parsed(html: str) -> ElementTree.Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parseFragment(html)
    assert parser.errors == []
    return tree


def example() -> tuple[list[Box], list[Arrow]]:
    boxes = [
        Box("B1", "Clear values", 0, "?node=B1"),
        Box("D1", "Keep people’s outcomes in view & say so", 1, "?node=D1"),
        Box("O1", "People get support that fits", 2, "?node=O1"),
        Box("N1", "Time", ABOVE, "?node=N1"),
        Box("X1", "Blame", BELOW, "?node=X1"),
    ]
    arrows = [
        Arrow("L1", "B1", destination="D1", kind="plausible", cells=("Values point there", "Ours")),
        Arrow("L2", "B1", destination="O1", kind="stated", cells=("Values show", "A report")),
        Arrow("L3", "N1", destination="D1", kind="plausible", cells=("It needs time", "Ours")),
        Arrow("L4", "X1", blocks="L1", kind="untested", cells=("Blame hides", "Ours")),
    ]
    return boxes, arrows


def test_a_map_is_drawn_as_it_was_last_looked_at() -> None:
    boxes, arrows = example()
    lit = Highlight(boxes={"B1", "D1"}, arrows={"L1"}, chosen={"D1"}, mine={"B1"})

    wide = map_svg.render_map(boxes, arrows, HEADS, name="model", says="How it leads on.", lit=lit)
    small = map_svg.render_map(boxes, arrows, HEADS, name="small", says="How it leads on.", small=True)
    table = map_svg.render_table(boxes, arrows, HEADS, caption="Every link")

    assert "\n".join([wide, small, table, ""]) == GOLDEN.read_text()


@pytest.mark.parametrize("small", [False, True], ids=["wide", "small"])
@given(boxes=BOXES, arrows=ARROWS)
@settings(max_examples=60)
def test_everything_stays_inside_the_frame_and_every_box_is_there_once(
    boxes: list[Box], arrows: list[Arrow], small: bool
) -> None:
    html = map_svg.render_map(boxes, arrows, HEADS, name="model", says="A sentence.", small=small)
    frame = parsed(html).find(".//{*}svg")
    assert frame is not None
    width, height = (float(part) for part in frame.attrib["viewBox"].split()[2:])

    for box in frame.iter("{http://www.w3.org/2000/svg}rect"):
        x, y = float(box.attrib["x"]), float(box.attrib["y"])
        assert 0 <= x <= x + float(box.attrib["width"]) <= width
        assert 0 <= y <= y + float(box.attrib["height"]) <= height
    for words in frame.iter("{http://www.w3.org/2000/svg}tspan"):
        assert 0 <= float(words.attrib["x"]) <= width
        assert 0 <= float(words.attrib["y"]) <= height
    for path in re.findall(r' d="([^"]*)"', html):
        assert re.fullmatch(r"([MCLHV][-0-9. ]+)+", path), path
        for command, numbers in re.findall(r"([MCLHV])([-0-9. ]+)", path):
            values = [float(number) for number in numbers.split()]
            across = values if command == "H" else [] if command == "V" else values[::2]
            down = values if command == "V" else [] if command == "H" else values[1::2]
            assert all(-1 <= value <= width + 1 for value in across), path
            assert all(-1 <= value <= height + 1 for value in down), path
    assert len(list(frame.iter("{http://www.w3.org/2000/svg}rect"))) == len(boxes)


@given(boxes=BOXES, arrows=ARROWS)
@settings(max_examples=40)
def test_every_link_is_in_the_table(boxes: list[Box], arrows: list[Arrow]) -> None:
    rows = parsed(map_svg.render_table(boxes, arrows, HEADS, caption="Every link")).findall(".//tbody/tr")

    rows_in_table = [tuple("".join(cell.itertext()) for cell in row.findall("td"))[1:] for row in rows]
    assert len(rows) == len(arrows)
    assert [tuple(" ".join(words.split()) for words in cells) for cells in rows_in_table] == [
        tuple(" ".join(words.split()) for words in arrow.cells) for arrow in arrows
    ]


def test_highlights_move_no_box() -> None:
    boxes, arrows = example()
    plain = map_svg.render_map(boxes, arrows, HEADS, name="model", says="x")
    bright = map_svg.render_map(
        boxes, arrows, HEADS, name="model", says="x", lit=Highlight(boxes={"B1"}, chosen={"B1"})
    )

    assert re.findall(r"<rect[^>]*>", plain) == re.findall(r"<rect[^>]*>", bright)


def test_words_are_escaped_and_what_is_mine_is_named() -> None:
    html = map_svg.render_map(
        [Box("A", "<b>Bold</b>", 0, "?a=1&b=2")], [], HEADS, name="model", says="<i>", lit=Highlight(mine={"A"})
    )

    assert "<b>" not in html
    assert "<i>" not in html
    assert "linked to what you wrote" in html
