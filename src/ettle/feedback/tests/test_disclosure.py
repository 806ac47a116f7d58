"""Whoever answers, whatever they leave out and whichever pages are looked at: nobody's own answer can be worked out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.feedback.report.analysis import pool_tables, table_unit
from ettle.feedback.report.disclosure import (
    MIN_GROUP,
    CountTable,
    FeedbackDisclosure,
    GroupState,
    SubmittedAnswers,
    add_up,
    disclose_answers,
    group_states,
)
from ettle.feedback.tests.equations import Equation, Unknown, gives_away

LINES = ("vis.1", "vis.2", "emp.1")
CAPABILITIES = (("vis.1", "vis.2"), ("emp.1",))
HIGHEST = 3
GROUPS = ("manager", "team", "peers", "supported", "others")

SHEET = st.builds(
    SubmittedAnswers,
    group=st.sampled_from(GROUPS),
    points=st.dictionaries(st.sampled_from(LINES), st.integers(1, HIGHEST)),
)
SHEETS = st.lists(SHEET, max_size=11)
TOLD = st.sampled_from([(), ("manager",)])


def published(sheets: Sequence[SubmittedAnswers], shown: FeedbackDisclosure) -> Iterator[tuple[int, Equation]]:
    """Every number that any page can show, with the unknowns that it is said to be the sum of."""
    for line in LINES:
        statement = shown.statements[line]
        for table in [*statement.tables, *([statement.total] if statement.total else [])]:
            yield from _cells(sheets, table, [(table, line)])
    for capability in CAPABILITIES:
        by_line = {line: shown.statements[line] for line in capability}
        for unit, table in pool_tables(by_line.values()).units.items():
            parts = [
                (own, line)
                for line, statement in by_line.items()
                for own in statement.tables
                if table_unit(own) == unit
            ]
            yield from _cells(sheets, table, parts)
        total = pool_tables(by_line.values()).total
        if total:
            yield from _cells(
                sheets, total, [(statement.total, line) for line, statement in by_line.items() if statement.total]
            )


def _cells(
    sheets: Sequence[SubmittedAnswers], table: CountTable, parts: Sequence[tuple[CountTable, str]]
) -> Iterator[tuple[int, Equation]]:
    for point, count in enumerate(table.counts, start=1):
        published = [
            (place, line, point)
            for own, line in parts
            for place, sheet in enumerate(sheets)
            if sheet.group in own.groups and line in sheet.points
        ]
        yield count, frozenset(published)


def unknowns_of(
    sheets: Sequence[SubmittedAnswers], places: Sequence[int], lines: Sequence[str] = LINES
) -> set[Unknown]:
    points = range(1, HIGHEST + 1)
    return {
        (place, line, point) for place in places for line in lines if line in sheets[place].points for point in points
    }


@given(SHEETS, TOLD)
@settings(max_examples=250)
def test_every_published_number_is_the_sum_it_says_it_is(
    sheets: list[SubmittedAnswers], alone_groups: tuple[str, ...]
) -> None:
    shown = disclose_answers(sheets, lines=LINES, highest=HIGHEST, may_be_alone=alone_groups)

    for count, equation in published(sheets, shown):
        assert count == sum(sheets[place].points[line] == point for place, line, point in equation)


@given(SHEETS, TOLD)
@settings(max_examples=200)
def test_no_combination_of_published_numbers_is_about_one_or_two_people(
    sheets: list[SubmittedAnswers], alone_groups: tuple[str, ...]
) -> None:
    shown = disclose_answers(sheets, lines=LINES, highest=HIGHEST, may_be_alone=alone_groups)
    equations = [equation for _, equation in published(sheets, shown)]
    alone = [place for place, sheet in enumerate(sheets) if shown.states[sheet.group] is GroupState.ALONE]
    others = [place for place in range(len(sheets)) if place not in alone]

    for few in combinations(others, min(2, len(others))):
        # Whatever is known of the manager, who agreed to it, is given to the attacker as well.
        known = [frozenset({unknown}) for unknown in unknowns_of(sheets, alone)]
        assert not gives_away([*equations, *known], unknowns_of(sheets, few))


@given(SHEETS, TOLD)
@settings(max_examples=200)
def test_no_combination_is_about_a_group_that_is_too_small_on_a_line(
    sheets: list[SubmittedAnswers], alone_groups: tuple[str, ...]
) -> None:
    shown = disclose_answers(sheets, lines=LINES, highest=HIGHEST, may_be_alone=alone_groups)
    equations = [equation for _, equation in published(sheets, shown)]

    for group, state in shown.states.items():
        members = [place for place, sheet in enumerate(sheets) if sheet.group == group]
        for line in LINES:
            answered = [place for place in members if line in sheets[place].points]
            if state is not GroupState.ALONE and len(answered) < MIN_GROUP:
                assert not gives_away(equations, unknowns_of(sheets, answered, [line]))


@given(SHEETS, TOLD)
@settings(max_examples=100)
def test_comments_of_fewer_than_three_people_are_never_shown(
    sheets: list[SubmittedAnswers], alone_groups: tuple[str, ...]
) -> None:
    shown = disclose_answers(sheets, lines=LINES, highest=HIGHEST, may_be_alone=alone_groups)
    spoken = [place for place in shown.voices if shown.states[sheets[place].group] is not GroupState.ALONE]

    assert len(spoken) == 0 or len(spoken) >= MIN_GROUP
    for line, places in shown.examples.items():
        on_line = [place for place in places if shown.states[sheets[place].group] is not GroupState.ALONE]
        assert len(on_line) == 0 or len(on_line) >= MIN_GROUP
        assert all(line in sheets[place].points for place in places)


def test_elimination_finds_what_a_subtraction_gives_away() -> None:
    everyone = frozenset((place, "vis.1", 1) for place in range(5))
    without_one = frozenset((place, "vis.1", 1) for place in range(4))

    assert gives_away([everyone, without_one], {(4, "vis.1", 1)})
    assert not gives_away([everyone], {(4, "vis.1", 1)})


def given_by(group: str, *points: int, line: str = "vis.1") -> list[SubmittedAnswers]:
    return [SubmittedAnswers(group, {line: point}) for point in points]


def shown_of(*sheets: SubmittedAnswers, alone_groups: tuple[str, ...] = ("manager",)) -> FeedbackDisclosure:
    return disclose_answers(sheets, lines=("vis.1", "vis.2"), highest=5, may_be_alone=alone_groups)


def test_three_of_a_group_are_shown_apart_and_two_small_groups_together() -> None:
    shown = shown_of(*given_by("peers", 4, 4, 5), *given_by("team", 2, 3), *given_by("others", 5))

    assert shown.statements["vis.1"].tables == (
        CountTable(("peers",), (0, 0, 0, 2, 1)),
        CountTable(("team", "others"), (0, 1, 1, 0, 1)),
    )
    assert shown.statements["vis.1"].total == CountTable(("peers", "team", "others"), (0, 1, 1, 2, 2))


def test_one_or_two_left_over_are_in_no_table_and_in_no_total() -> None:
    shown = shown_of(*given_by("peers", 4, 4, 5, 5), *given_by("team", 1))

    assert shown.states["team"] is GroupState.LEFT_OUT
    assert shown.statements["vis.1"].total == CountTable(("peers",), (0, 0, 0, 2, 2))
    assert shown.voices == (0, 1, 2, 3)


def test_the_only_manager_is_shown_alone_when_told_and_otherwise_hidden() -> None:
    sheets = [*given_by("manager", 2), *given_by("peers", 4, 4, 5)]

    assert shown_of(*sheets).states["manager"] is GroupState.ALONE
    assert shown_of(*sheets, alone_groups=()).states["manager"] is GroupState.LEFT_OUT
    assert shown_of(*sheets, alone_groups=()).statements["vis.1"].total is None


def test_of_two_managers_neither_is_shown_where_the_other_saw_nothing() -> None:
    sheets = [
        SubmittedAnswers("manager", {"vis.1": 2, "vis.2": 1}),
        SubmittedAnswers("manager", {"vis.1": 3}),
        *given_by("peers", 4, 4, 5),
    ]

    assert shown_of(*sheets).statements["vis.2"].tables == ()


def test_not_seen_may_bring_a_group_under_three_on_one_line() -> None:
    peers = [SubmittedAnswers("peers", {"vis.1": 4, "vis.2": 4}), *given_by("peers", 5, 5)]
    shown = shown_of(*peers, *given_by("team", 3, line="vis.2"), *given_by("others", 2, line="vis.2"))

    assert shown.statements["vis.1"].states["peers"] is GroupState.APART
    assert shown.statements["vis.2"].states["peers"] is GroupState.JOINED
    assert shown.statements["vis.2"].tables == (CountTable(("peers", "team", "others"), (0, 1, 1, 1, 0)),)
    assert shown.statements["vis.2"].total is None


def test_a_joined_table_of_one_point_is_left_out_of_tables_total_and_examples() -> None:
    shown = shown_of(*given_by("team", 4, 4), *given_by("others", 4), *given_by("peers", 2, 2, 2))

    assert shown.statements["vis.1"].tables == (CountTable(("peers",), (0, 3, 0, 0, 0)),)
    assert shown.statements["vis.1"].states == {
        "team": GroupState.LEFT_OUT,
        "others": GroupState.LEFT_OUT,
        "peers": GroupState.APART,
    }
    assert shown.statements["vis.1"].total is None
    assert shown.examples["vis.1"] == (3, 4, 5)


def test_three_or_more_of_a_group_who_gave_the_same_answer_are_shown_apart() -> None:
    shown = shown_of(*given_by("peers", 4, 4, 4, 4))

    assert shown.statements["vis.1"].tables == (CountTable(("peers",), (0, 0, 0, 4, 0)),)


@pytest.mark.parametrize(
    ("supported", "others", "is_shown"),
    [
        ((4,), (5, 4), False),  # the one who could not choose 5 gave 4
        ((4,), (4, 3), True),
        ((4, 3), (5,), False),  # the two who could not choose 5 gave 3 and 4, so the third gave 5
        ((4, 3), (5, 1), True),
        ((5,), (5, 1), False),  # nobody can have used the shorter form: who did left the statement out
        ((), (4, 5), False),
        ((4, 3), (2,), True),  # three points that all could have given
    ],
)
def test_a_joined_table_is_left_out_where_a_shorter_form_would_show_an_answer(
    supported: tuple[int, ...], others: tuple[int, ...], is_shown: bool
) -> None:
    sheets = [*given_by("supported", *supported), *given_by("others", *others)]
    shown = disclose_answers(
        sheets, lines=("vis.1",), highest=5, narrow={"vis.1": {"supported": (2, 3, 4)}}
    ).statements["vis.1"]

    assert bool(shown.tables) is is_shown


def test_of_a_group_under_three_on_a_line_no_more_than_two_can_be_in_the_table() -> None:
    """The three who gave 4, 3 and 2 cannot all have used the shorter form, so who gave 5 is not known."""
    left_out = SubmittedAnswers("supported", {})
    sheets = [*given_by("supported", 4, 3), left_out, *given_by("others", 2, 5)]

    shown = disclose_answers(sheets, lines=("vis.1",), highest=5, narrow={"vis.1": {"supported": (2, 3, 4)}})

    assert shown.statements["vis.1"].tables == (CountTable(("supported", "others"), (0, 1, 1, 1, 1)),)


REALISTIC = ((1, 4, 3, 2, 2), (1, 3, 4, 0, 2), (1, 2, 3, 1, 1), (1, 5, 4, 3, 3), (1, 2, 2, 2, 2), (2, 2, 3, 2, 2))


def test_nine_of_ten_statements_still_have_a_table_in_realistic_360s() -> None:
    """Of people who agree as closely as people in one home do: most on the same point or the next."""
    chance = random.Random(360)
    sheets_by_layout = [
        [
            SubmittedAnswers(group, {"vis.1": max(1, min(5, round(chance.gauss(3.7, 0.8))))})
            for group, size in zip(GROUPS, layout, strict=True)
            for _ in range(size)
        ]
        for layout in REALISTIC
        for _ in range(100)
    ]
    shown = [shown_of(*sheets).statements["vis.1"] for sheets in sheets_by_layout]

    assert sum(any(table.people > 1 for table in statement.tables) for statement in shown) > 0.9 * len(shown)
    assert sum(table.people for statement in shown for table in statement.tables) > 0.9 * sum(
        len(sheets) for sheets in sheets_by_layout
    )


@pytest.mark.parametrize("people", [{}, {"peers": 3}, {"peers": 2, "team": 1}])
def test_every_group_has_a_state(people: dict[str, int]) -> None:
    assert set(group_states(people)) == set(people)


def test_tables_are_added_up_point_by_point() -> None:
    assert add_up([CountTable(("a",), (1, 0)), CountTable(("b",), (2, 3))]) == CountTable(("a", "b"), (3, 3))
