"""Alpha equals that of nltk, and the interval holds it."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from ettle.evidence.marking.agreement import measure_agreement
from ettle.evidence.marking.drift import Tally, measure_drift

units_of_marks = st.lists(st.lists(st.sampled_from(["met", "not-yet", "other"]), min_size=2, max_size=3), min_size=2)


@given(units_of_marks)
def test_alpha_equals_that_of_a_well_kept_library(units: list[list[str]]) -> None:
    ours = measure_agreement(units, seed=1).alpha
    if ours is None:
        assert len({mark for marks in units for mark in marks}) == 1
        return

    rows = [(coder, unit, mark) for unit, marks in enumerate(units) for coder, mark in enumerate(marks)]

    assert math.isclose(ours, AnnotationTask(data=rows).alpha(), abs_tol=1e-9)


def test_the_example_of_the_source() -> None:
    """Krippendorff's example with two observers and ten units: alpha is 0.095."""
    first, second = "0100000010", "1110010000"

    found = measure_agreement(list(zip(first, second, strict=True)), seed=1)

    assert found.alpha == pytest.approx(0.095, abs=0.001)


def test_units_with_one_mark_say_nothing() -> None:
    assert measure_agreement([["met"], ["not-yet"]], seed=1).alpha is None
    pairs = [["met", "met"], ["met", "not-yet"], ["not-yet", "not-yet"]]
    assert measure_agreement([*pairs, ["met"]], seed=1) == measure_agreement(pairs, seed=1)


def test_the_interval_has_alpha_in_it_and_is_the_same_each_time() -> None:
    rng = random.Random(7)
    units = [["met" if rng.random() < 0.7 else "not-yet"] * 2 for _unit in range(80)]
    units += [["met", "not-yet"] for _unit in range(20)]

    found = measure_agreement(units, seed=3)

    assert found == measure_agreement(units, seed=3)
    assert found.low is not None
    assert found.alpha is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high
    assert found.high - found.low < 0.4


def test_an_assessor_who_decides_as_colleagues_do_gives_no_alarm() -> None:
    own = {1: Tally(40, 30)}
    drift = measure_drift(own, {1: Tally(400, 300)})

    assert drift.score == pytest.approx(0, abs=0.05)
    assert not drift.is_alarm


def test_an_assessor_who_meets_all_that_colleagues_send_back_gives_an_alarm() -> None:
    drift = measure_drift({1: Tally(40, 40)}, {1: Tally(240, 160)})

    assert drift.is_alarm
    assert drift.score is not None
    assert drift.score > 3


@pytest.mark.parametrize(
    ("own", "everyone"),
    [(Tally(29, 29), Tally(229, 100)), (Tally(40, 40), Tally(60, 40)), (Tally(40, 40), Tally(40, 40))],
)
def test_too_few_decisions_give_no_score(own: Tally, everyone: Tally) -> None:
    assert measure_drift({1: own}, {1: everyone}).score is None


def test_badges_are_compared_one_by_one() -> None:
    """An assessor of a hard badge is not an alarm because most colleagues assess an easy one."""
    own = {1: Tally(60, 18)}
    everyone = {1: Tally(260, 78), 2: Tally(1000, 950)}

    assert not measure_drift(own, everyone).is_alarm
