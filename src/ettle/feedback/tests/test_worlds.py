"""A report never determines the answer of anyone in a group under three: tried over every possible world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.feedback.report.disclosure import SubmittedAnswers, disclose_answers
from ettle.feedback.tests.worlds import MANAGER, SUPPORTED, Questions, find_determined, list_layouts

DIFFERENT = (MANAGER, SUPPORTED)
EASY_POINTS = (2, 3, 4)
ALIKE = {"team": "peers", "peers": "others", "others": "team"}


@pytest.mark.parametrize(
    ("people", "different", "questions"),
    [
        pytest.param(7, (MANAGER,), Questions(highest=2), id="seven people, two points"),
        pytest.param(5, (MANAGER,), Questions(highest=3), id="five people, three points"),
        pytest.param(3, (MANAGER,), Questions(highest=2, statements=2), id="three people, two statements"),
        pytest.param(4, DIFFERENT, Questions(highest=4, narrow=(2, 3)), id="a shorter form that may be used"),
        pytest.param(
            5, DIFFERENT, Questions(highest=4, narrow=(2, 3), is_narrow_used=True), id="a shorter form that is used"
        ),
    ],
)
def test_no_answer_of_a_group_under_three_is_determined(
    people: int, different: tuple[str, ...], questions: Questions
) -> None:
    for layout in list_layouts(people, different=different):
        assert find_determined(layout, questions) == []


def test_every_layout_of_up_to_seven_people_in_five_groups_is_tried() -> None:
    layouts = set(list_layouts(7))

    assert max(sum(size for _, size in layout) for layout in layouts) == 7
    assert ((MANAGER, 1), ("team", 2), ("peers", 2), ("supported", 1), ("others", 1)) in layouts
    assert len(layouts) == 109


SHEETS = st.lists(
    st.builds(
        SubmittedAnswers,
        group=st.sampled_from((*DIFFERENT, *ALIKE)),
        points=st.dictionaries(st.sampled_from(("vis.1", "vis.2")), st.integers(1, 5)),
    ),
    max_size=9,
)


def published(sheets: Sequence[SubmittedAnswers], names: Mapping[str, str] | None = None) -> object:
    """What is published, with other names of groups, without the order of groups and tables (that of the sheets)."""
    other = names or {}
    narrow = {"vis.1": {SUPPORTED: EASY_POINTS}}
    shown = disclose_answers(sheets, lines=("vis.1", "vis.2"), highest=5, may_be_alone=(MANAGER,), narrow=narrow)
    states = [shown.states, *(line.states for line in shown.statements.values())]
    tables = [
        sorted((sorted(other.get(group, group) for group in table.groups), table.counts) for table in line.tables)
        for line in shown.statements.values()
    ]
    totals = [line.total and line.total.counts for line in shown.statements.values()]
    return [{other.get(group, group): state for group, state in own.items()} for own in states], tables, totals


@given(SHEETS, st.data())
@settings(max_examples=100)
def test_people_of_a_group_are_exchangeable(sheets: list[SubmittedAnswers], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(sheets))

    assert published(shuffled) == published(sheets)


@given(SHEETS)
@settings(max_examples=100)
def test_groups_other_than_managers_and_people_supported_are_exchangeable(sheets: list[SubmittedAnswers]) -> None:
    renamed = [SubmittedAnswers(ALIKE.get(sheet.group, sheet.group), sheet.points) for sheet in sheets]

    assert published(renamed) == published(sheets, ALIKE)
