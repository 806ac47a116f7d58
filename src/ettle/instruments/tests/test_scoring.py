"""The profile and the prompts, whatever anyone answers."""

from __future__ import annotations

from decimal import Decimal
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.instruments.mean_differences import find_standing_out
from ettle.instruments.scoring import build_profile, choose_prompts
from ettle.instruments.types import CapabilityProfile, NormStatistics, PromptKind, Statement

POINTS = range(1, 6)
TOP = POINTS[-1]
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
NORMS = {key: NormStatistics(80, 0.8, None, pairs=80, retest=0.7) for key in CAPABILITIES}

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
    chosen = choose_prompts(rows_of(choices, matters), {}, points=POINTS)

    assert chosen == choose_prompts(rows_of(choices, matters), {}, points=POINTS)
    assert len({prompt.capability.key for prompt in chosen}) == len(chosen)
    assert [prompt.kind for prompt in chosen] == [kind for kind in PromptKind if kind in {p.kind for p in chosen}]


@given(answers, importances)
def test_every_prompt_points_to_an_answer_of_its_capability(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    for prompt in choose_prompts(rows_of(choices, matters), {}, points=POINTS):
        assert prompt.statement in prompt.capability.statements
        assert prompt.statement.choice == choices[prompt.statement.statement.key]
        if prompt.kind is not PromptKind.ASK:
            assert prompt.capability.mean is not None
            assert prompt.statement.score is not None


@given(answers, importances)
def test_nothing_has_a_higher_mean_than_the_strength(choices: dict[str, str], matters: dict[str, int | None]) -> None:
    rows = rows_of(choices, matters)
    means = [row.mean for row in rows if row.mean is not None]
    chosen = {prompt.kind: prompt for prompt in choose_prompts(rows, {}, points=POINTS)}
    strength = chosen.get(PromptKind.USE)

    assert (strength is None) == (means.count(max(means, default=Decimal(0))) != 1)
    assert strength is None or strength.capability.mean == max(means)


@given(answers, importances)
def test_nothing_left_has_a_wider_gap_times_importance_than_what_to_grow(
    choices: dict[str, str], matters: dict[str, int | None]
) -> None:
    rows = rows_of(choices, matters)
    chosen = {prompt.kind: prompt.capability for prompt in choose_prompts(rows, {}, points=POINTS)}
    if PromptKind.GROW not in chosen:
        return
    grow = chosen[PromptKind.GROW]
    strength = chosen.get(PromptKind.USE)
    left = [row for row in rows if row is not strength and row.mean is not None]

    assert grow.mean is not None
    assert (TOP - grow.mean) * grow.weight == max((TOP - row.mean) * row.weight for row in left if row.mean is not None)


def test_what_matters_more_is_grown_before_what_is_a_little_lower() -> None:
    choices = every("4", emp="3", cre="2")

    chosen = choose_prompts(rows_of(choices, {"emp": 3, "cre": 1}), {}, points=POINTS)

    assert next(prompt for prompt in chosen if prompt.kind is PromptKind.GROW).capability.key == "emp"


def test_what_a_person_is_not_sure_of_is_what_to_ask_about() -> None:
    choices = every("4", col="5", vis="2") | {"mot.3": "not-sure"}

    ask = choose_prompts(rows_of(choices), {}, points=POINTS)[-1]

    assert (ask.kind, ask.statement.statement.key) == (PromptKind.ASK, "mot.3")


@pytest.mark.parametrize("choice", ["1", "3", "5"])
def test_equal_means_name_neither_a_strength_nor_something_to_work_on(choice: str) -> None:
    chosen = choose_prompts(rows_of(every(choice)), NORMS, points=POINTS)

    assert [prompt.kind for prompt in chosen] == [PromptKind.ASK]


def test_of_equal_means_what_matters_most_is_where_to_start() -> None:
    chosen = choose_prompts(rows_of(every("3"), {"emp": 3, "cre": 1}), NORMS, points=POINTS)

    first = chosen[0]
    assert (first.kind, first.capability.key, first.is_clear) == (PromptKind.GROW, "emp", False)


def test_a_strength_and_what_to_work_on_are_named_only_beyond_chance() -> None:
    near = choose_prompts(rows_of(every("3") | {"vis.1": "4", "emp.1": "2"}), NORMS, points=POINTS)
    far = choose_prompts(rows_of(every("3", vis="5", emp="1")), NORMS, points=POINTS)
    unknown = choose_prompts(rows_of(every("3", vis="5", emp="1")), {}, points=POINTS)

    for chosen, is_clear in ((near, False), (far, True), (unknown, False)):
        assert [(prompt.kind, prompt.capability.key, prompt.is_clear) for prompt in chosen[:2]] == [
            (PromptKind.USE, "vis", is_clear),
            (PromptKind.GROW, "emp", is_clear),
        ]


@given(st.lists(st.integers(1, 5), min_size=6, max_size=6), st.floats(0.3, 0.9))
def test_who_stands_out_is_above_or_below_the_persons_own_mean(scores: list[int], retest: float) -> None:
    norms = {key: NormStatistics(80, 0.8, None, pairs=80, retest=retest) for key in CAPABILITIES}
    said = dict(zip(CAPABILITIES, map(str, scores), strict=True))
    rows = rows_of(every("3", **said))

    standing = find_standing_out(rows, norms, widest=4)

    assert standing is not None
    for key, side in standing.items():
        assert side * (int(said[key]) - fmean(scores)) > 0 or side == 0


def test_all_at_the_top_leaves_someone_to_ask() -> None:
    chosen = choose_prompts(rows_of(every("5")), {}, points=POINTS)

    assert [prompt.kind for prompt in chosen] == [PromptKind.ASK]


@pytest.mark.parametrize("choices", [{}, every("skipped"), every("not-my-role")])
def test_no_answers_give_no_prompts(choices: dict[str, str]) -> None:
    assert choose_prompts(rows_of(choices), {}, points=POINTS) == []


def test_half_the_lines_are_enough_and_fewer_are_not() -> None:
    rows = {row.key: row for row in rows_of({"vis.1": "4", "vis.2": "3", "self.1": "5"})}

    assert rows["vis"].mean == Decimal("3.50")
    assert rows["self"].mean is None
