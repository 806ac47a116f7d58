"""The rule of scoring a sort: reference vectors. What holds for any rule is tested with the others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ettle.activities.items.sort.scoring import score_sort


@pytest.mark.parametrize(
    ("placed", "score"),
    [
        ({}, "0"),
        ({"one": "m", "two": "m", "three": "l"}, "1"),
        ({"three": "l", "two": "l", "one": "m"}, "1"),
        ({"one": "l", "two": "x", "three": "unknown"}, "0"),
        ({"one": "m"}, "0.3333"),
        ({"stray": "m", "one": "m"}, "0.3333"),
    ],
)
def test_sorting_earns_the_share_of_right_placements(placed: dict[str, str], score: str) -> None:
    assert score_sort(placed, {"one": ["m"], "two": ["m", "l"], "three": ["l"]}) == Decimal(score)
