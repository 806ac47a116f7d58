"""The profile and the prompts, whatever anybody answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.instruments.scoring import build_profile, choose_prompts
from ettle.instruments.types import CapabilityProfile, PromptKind, Statement

TOP = 5
SAID = ["1", "2", "3", "4", "5", "not-my-role", "not-sure", "skipped", ""]
LINES = [
    Statement(
        f"{capability}.{number}",
        f"I do {capability}.{number}",
        f"{capability}.{number}",
        "Theme",
        capability,
        capability,
    )
    for capability in ("vis", "self", "mot", "emp", "col", "cre")
    for number in range(1, 5)
]
CAPABILITIES = sorted({line.capability_key for line in LINES})

answers = st.fixed_dictionaries({line.key: st.sampled_from(SAID) for line in LINES})
importances = st.fixed_dictionaries({key: st.sampled_from([None, 1, 2, 3]) for key in CAPABILITIES})


def rows_of(choices: dict[str, str], matters: dict[str, int | None] | None = None) -> list[CapabilityProfile]:
    return build_profile(LINES, choices, matters or {})


def every(choice: str, **others: str) -> dict[str, str]:
    """Every line answered the same, but for the capabilities that are named."""
    return {line.key: others.get(line.capability_key, choice) for line in LINES}


@given(answers, importances)
def test_a_mean_is_on_the_scale_and_only_where_half_the_lines_have_a_point(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    for row in rows_of(choices, matters):
        if len(row.scores) * 2 < len(row.statements):
            assert row.mean is None
        else:
            assert row.mean is not None
            assert min(row.scores) <= row.mean <= max(row.scores)


@given(answers, importances)
def test_every_line_stands_in_exactly_one_row(choices: dict[str, str], matters: dict[str, int | None]) -> None:
    rows = rows_of(choices, matters)

    assert [answered.statement for row in rows for answered in row.statements] == LINES


@given(answers, importances)
def test_what_is_not_counted_changes_no_mean(choices: dict[str, str], matters: dict[str, int | None]) -> None:
    uncounted = {"not-my-role", "not-sure", "skipped", ""}
    other = {key: "not-sure" if value in uncounted else value for key, value in choices.items()}

    assert [row.mean for row in rows_of(choices, matters)] == [row.mean for row in rows_of(other, matters)]


@given(answers, importances, st.sampled_from(LINES))
def test_a_higher_answer_never_lowers_a_mean(
    choices: dict[str, str], matters: dict[str, int | None], line: Statement
) -> None:
    if not choices[line.key].isdigit():
        return
    higher = choices | {line.key: str(TOP)}
    before = {row.key: row.mean for row in rows_of(choices, matters)}
    after = {row.key: row.mean for row in rows_of(higher, matters)}

    mean, raised = before[line.capability_key], after[line.capability_key]
    assert (mean is None and raised is None) or (mean is not None and raised is not None and raised >= mean)


@given(answers, importances)
def test_prompts_are_the_same_every_time_and_each_about_another_capability(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    chosen = choose_prompts(rows_of(choices, matters), TOP)

    assert chosen == choose_prompts(rows_of(choices, matters), TOP)
    assert len({prompt.capability.key for prompt in chosen}) == len(chosen)
    assert [prompt.kind for prompt in chosen] == [kind for kind in PromptKind if kind in {p.kind for p in chosen}]


@given(answers, importances)
def test_every_prompt_points_to_an_answer_of_its_capability(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    for prompt in choose_prompts(rows_of(choices, matters), TOP):
        assert prompt.statement in prompt.capability.statements
        assert prompt.statement.choice == choices[prompt.statement.statement.key]
        if prompt.kind is not PromptKind.ASK:
            assert prompt.capability.mean is not None
            assert prompt.statement.score is not None


@given(answers, importances)
def test_nothing_has_a_higher_mean_than_the_strength(choices: dict[str, str], matters: dict[str, int | None]) -> None:
    rows = rows_of(choices, matters)
    means = [row.mean for row in rows if row.mean is not None]
    strength = next((prompt for prompt in choose_prompts(rows, TOP) if prompt.kind is PromptKind.USE), None)

    assert (strength is None) == (not means)
    assert strength is None or strength.capability.mean == max(means)


@given(answers, importances)
def test_nothing_left_has_a_wider_gap_times_importance_than_what_to_grow(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    rows = rows_of(choices, matters)
    chosen = {prompt.kind: prompt.capability for prompt in choose_prompts(rows, TOP)}
    if PromptKind.GROW not in chosen:
        return
    grow = chosen[PromptKind.GROW]
    left = [row for row in rows if row.key != chosen[PromptKind.USE].key and row.mean is not None]

    assert grow.mean is not None
    assert (TOP - grow.mean) * grow.weight == max((TOP - row.mean) * row.weight for row in left if row.mean is not None)


def test_what_matters_more_is_grown_before_what_is_a_little_lower() -> None:
    choices = every("4", emp="3", cre="2")

    chosen = choose_prompts(rows_of(choices, {"emp": 3, "cre": 1}), TOP)

    assert next(prompt for prompt in chosen if prompt.kind is PromptKind.GROW).capability.key == "emp"


def test_what_a_person_is_not_sure_of_is_what_to_ask_about() -> None:
    choices = every("4", col="5", vis="2") | {"mot.3": "not-sure"}

    ask = choose_prompts(rows_of(choices), TOP)[-1]

    assert (ask.kind, ask.statement.statement.key) == (PromptKind.ASK, "mot.3")


def test_all_at_the_top_leaves_nothing_to_grow_but_somebody_to_ask() -> None:
    chosen = choose_prompts(rows_of(every("5")), TOP)

    assert [prompt.kind for prompt in chosen] == [PromptKind.USE, PromptKind.ASK]


@pytest.mark.parametrize("choices", [{}, every("skipped"), every("not-my-role")])
def test_no_answers_give_no_prompts(choices: dict[str, str]) -> None:
    assert choose_prompts(rows_of(choices), TOP) == []


def test_half_the_lines_are_enough_and_fewer_are_not() -> None:
    rows = {row.key: row for row in rows_of({"vis.1": "4", "vis.2": "3", "self.1": "5"})}

    assert rows["vis"].mean == Decimal("3.50")
    assert rows["self"].mean is None
