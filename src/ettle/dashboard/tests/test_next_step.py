"""The next step, for every combination of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.dashboard.next_step import Aim, Facts, OpenAssessment, PageAddresses, Work, next_step

TODAY = date(2026, 10, 5)
PLACES = PageAddresses(roles="/roles", assessment="/assess", new_goal="/goal", areas="/")
NOBODY_YET = Facts(today=TODAY)
AIM = Aim("Residents choose their morning", "Ask two residents", TODAY + timedelta(days=5), "/aim", "/aim/next")
SETTLED = Facts(today=TODAY, has_role=True, looked_on=TODAY - timedelta(days=5), aims=(AIM,), has_had_aims=True)


def work(title: str = "ET-101", *, days: int = 0) -> Work:
    return Work(title, f"/{title}", TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (NOBODY_YET, "role"),
        (replace(NOBODY_YET, has_role=True), "look"),
        (replace(NOBODY_YET, has_role=True, assessing=OpenAssessment(9, 24, "/go-on")), "assessing"),
        (replace(NOBODY_YET, has_role=True, looked_on=TODAY), "goal"),
        (SETTLED, "step"),
        (replace(SETTLED, aims=(replace(AIM, step=""),)), "next-step"),
        (replace(SETTLED, aims=(replace(AIM, by_on=TODAY - timedelta(days=1)),)), "late-step"),
        (replace(SETTLED, looked_on=TODAY - timedelta(days=90)), "look-again"),
        (replace(SETTLED, to_finish=(work(),)), "finish"),
        (replace(SETTLED, to_finish=(work(),), aims=(replace(AIM, by_on=TODAY),)), "step"),
        (replace(SETTLED, to_correct=(work(),), to_finish=(work("ET-001"),)), "mend"),
        (replace(SETTLED, to_correct=(work(),), invitations=(work(),)), "invitation"),
        # An earned badge is news, not a step.
        (replace(SETTLED, badges=(work(days=0),)), "step"),
        (replace(SETTLED, aims=()), "goal"),
    ],
)
def test_what_comes_next(facts: Facts, kind: str) -> None:
    assert next_step(facts, PLACES).kind == kind


works = st.lists(st.builds(work, st.sampled_from(["ET-001", "ET-101"]), days=st.integers(0, 60)), max_size=3).map(tuple)
days = st.none() | st.dates(TODAY - timedelta(days=200), TODAY)
aims = st.builds(
    Aim,
    st.just("Outcome"),
    st.sampled_from(["", "Step"]),
    st.none() | st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=20)),
    st.just("/aim"),
    st.just("/aim/next"),
)
any_facts = st.builds(
    Facts,
    today=st.just(TODAY),
    has_role=st.booleans(),
    looked_on=days,
    assessing=st.none() | st.just(OpenAssessment(3, 24, "/go-on")),
    aims=st.lists(aims, max_size=3).map(tuple),
    has_had_aims=st.booleans(),
    to_correct=works,
    to_finish=works,
    invitations=works,
    badges=works,
    has_begun_anything=st.booleans(),
)


@given(any_facts)
def test_there_is_always_one_step_with_words_a_reason_and_a_place(facts: Facts) -> None:
    step = next_step(facts, PLACES)

    assert all((step.kind, step.words, step.why, step.button, step.address))
    assert step == next_step(facts, PLACES)


@given(any_facts)
def test_what_others_made_ready_comes_before_anything_new(facts: Facts) -> None:
    if facts.invitations:
        assert next_step(facts, PLACES).kind == "invitation"
    elif facts.to_correct:
        assert next_step(facts, PLACES).kind == "mend"
