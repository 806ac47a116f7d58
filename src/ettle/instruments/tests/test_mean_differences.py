"""Which differences are beyond chance, looked at together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ettle.instruments.mean_differences import Difference, count_beyond_chance, find_differences_beyond_chance


def test_the_step_up_rule_agrees_with_its_authors_own_example() -> None:
    """Benjamini and Hochberg 1995, section 4: of these fifteen, four are beyond chance."""
    example = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]

    assert count_beyond_chance(example) == 4
    assert count_beyond_chance(example[::-1]) == 4
    assert count_beyond_chance([]) == 0


@given(st.lists(st.tuples(st.floats(-4, 4), st.floats(0.1, 2)), max_size=10))
def test_an_interval_leaves_out_zero_exactly_where_a_difference_is_beyond_chance(
    given_differences: list[tuple[float, float]],
) -> None:
    differences = [Difference(value, error) for value, error in given_differences]
    called = count_beyond_chance([difference.probability for difference in differences])
    smallest = sorted(difference.probability for difference in differences)[:called]

    intervals = find_differences_beyond_chance(differences, widest=8)

    for difference, (low, high) in zip(differences, intervals, strict=True):
        assert low <= difference.value <= high
        if abs(difference.probability - max(smallest, default=0)) > 1e-9:
            assert (low > 0 or high < 0) == (difference.probability < max(smallest, default=0))
