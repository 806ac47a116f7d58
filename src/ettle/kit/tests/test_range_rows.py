"""Bars, ticks and the table tell the same counts; what is not shown has words; nothing leaves the frame."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.kit.charts import RangeRow, range_rows
from ettle.kit.charts.ranges import quartile_points

GOLDEN = Path(__file__).parent / "range_rows.html"
POINTS = ("Rarely", "Now and then", "About half the time", "Usually", "Almost always")
COUNTS = st.tuples(*[st.integers(0, 60)] * 5)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
MINE = st.none() | st.floats(1, 5)
ROWS = st.lists(st.builds(RangeRow, label=WORDS, counts=st.none() | COUNTS, note=WORDS, mine=MINE), max_size=7)


def drawn(rows: list[RangeRow]) -> str:
    return range_rows(rows, name="emp", says="A sentence.", caption="Theirs.", points=POINTS)


def test_a_report_is_drawn_as_it_was_last_looked_at() -> None:
    html = drawn(
        [
            RangeRow("Peers", (0, 1, 1, 2, 0), mine=2.5),
            RangeRow("People I supervise", None, "fewer than 3: not shown", mine=2.5),
        ]
    )

    assert html == GOLDEN.read_text()


@given(ROWS)
@settings(max_examples=60)
def test_everything_stays_inside_the_frame(rows: list[RangeRow]) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parseFragment(drawn(rows))

    assert parser.errors == []
    frame = tree.find(".//{*}svg")
    assert frame is not None
    width, height = (float(part) for part in frame.attrib["viewBox"].split()[2:])
    for element in frame.iter():
        for name, most in (("x1", width), ("x2", width), ("y1", height), ("y2", height), ("cx", width), ("cy", height)):
            assert 0 <= float(element.get(name, 0)) <= most
        assert 0 <= float(element.get("x", 0)) + float(element.get("width", 0)) <= width
    assert len(tree.findall(".//tbody/tr")) == len(rows)


@given(st.lists(COUNTS, min_size=1, max_size=6))
@settings(max_examples=60)
def test_the_table_holds_every_count_and_the_words_the_middle(counts: list[tuple[int, ...]]) -> None:
    html = drawn([RangeRow(f"Group {place}", row, "nobody") for place, row in enumerate(counts)])
    cells = [int(cell) for cell in re.findall(r'<td class="number">(\d+)</td>', html)]

    assert cells == [cell for row in counts if sum(row) for cell in (*row, sum(row))]
    for place, row in enumerate(counts):
        if sum(row):
            middle = median([point for point, count in enumerate(row, start=1) for _ in range(count)])
            assert f"Group {place}: the middle of {sum(row)} answers is {middle:g}." in html


@given(COUNTS.filter(any))
def test_quartiles_rise_and_the_second_is_the_median(counts: tuple[int, ...]) -> None:
    low, middle, high = quartile_points(counts)

    assert 1 <= low <= middle <= high <= 5
    assert middle == median([point for point, count in enumerate(counts, start=1) for _ in range(count)])


@pytest.mark.parametrize("mine", [0.9, 5.1, float("nan")])
def test_a_point_outside_the_scale_is_refused(mine: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        drawn([RangeRow("Peers", None, "none", mine)])


def test_counts_that_do_not_fit_the_scale_are_refused() -> None:
    with pytest.raises(ValueError, match="4 counts for 5 points"):
        drawn([RangeRow("Peers", (1, 1, 1, 1))])
