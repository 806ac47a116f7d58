"""Then and now in one drawing: it says what its table says, and nothing leaves the frame."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.kit.charts import SlopeRow, slope_rows
from ettle.kit.tests.test_dot_rows import VALUE, WORDS, parsed, stays_inside

ROWS = st.lists(st.builds(SlopeRow, label=WORDS, before=VALUE, after=VALUE, word=WORDS), max_size=8)


def drawn(rows: list[SlopeRow]) -> str:
    return slope_rows(
        rows, name="changes", says="A sentence.", caption="Yours.", low=1, high=5, ends=("rarely", "always"),
        before_word="3 Mar 2026", after_word="4 Oct 2026",
    )  # fmt: skip


@given(ROWS)
@settings(max_examples=40)
def test_everything_stays_inside_the_frame_and_every_row_is_in_the_table(rows: list[SlopeRow]) -> None:
    tree = parsed(drawn(rows))

    stays_inside(tree)
    assert len(tree.findall(".//tbody/tr")) == len(rows)


def test_a_row_without_one_of_its_times_says_so() -> None:
    page = drawn([SlopeRow("Vision", None, 4, "Cannot say yet")])

    assert "Vision: 3 Mar 2026 not answered, 4 Oct 2026 4, Cannot say yet." in page


@pytest.mark.parametrize("value", [0.9, 5.1, float("nan")])
def test_a_figure_outside_the_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        drawn([SlopeRow("Vision", value, 3, "")])
