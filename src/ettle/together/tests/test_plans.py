"""The plans of a pack: what must be true of them, and how minutes are given to parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.kit.input.document_reader import read_yaml
from ettle.kit.input.spec_reader import parse_spec
from ettle.together.types import plan_parts
from ettle.together.types.specs import (
    ActionLearningSpec,
    PartSpec,
    SupervisionSpec,
    TeamSpec,
    check_action_learning,
    check_supervision,
    check_team,
)

FOLDER = Path(__file__).parents[4] / "content" / "leadership" / "sessions"


def read(name: str, spec: type[Any]) -> Any:
    found = parse_spec(read_yaml((FOLDER / f"{name}.yaml").read_text()), spec)
    assert not found.faults
    return found.spec


def test_the_plans_of_the_starter_pack_are_right() -> None:
    supervision = read("supervision", SupervisionSpec)

    assert check_supervision(supervision) == []
    assert check_team(read("team", TeamSpec)) == []
    assert check_action_learning(read("action-learning", ActionLearningSpec)) == []
    assert (len(supervision.questions), supervision.minutes) == (5, 20)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"minutes": 25}, "minutes"),
        ({"main": "nothing"}, "main"),
        ({"questions": ()}, "questions"),
        ({"title": " "}, "title"),
    ],
)
def test_each_fault_of_a_plan_is_named(change: dict[str, Any], path: str) -> None:
    faults = check_supervision(read("supervision", SupervisionSpec).replace(**change))

    assert path in {fault.path for fault in faults}


def test_a_question_that_no_part_is_about_and_a_part_about_no_question_are_faults() -> None:
    spec = read("supervision", SupervisionSpec)
    parts = tuple(part.replace(questions=("other",)) if part.key == "need" else part for part in spec.parts)

    faults = {fault.path for fault in check_supervision(spec.replace(parts=parts))}

    assert faults == {"questions.3.key", "parts.4.questions.0"}


def test_a_timer_needs_a_length_with_steps_and_room_for_people() -> None:
    spec = read("action-learning", ActionLearningSpec)

    assert {fault.path for fault in check_action_learning(spec.replace(lengths=()))} == {"lengths"}
    assert {fault.path for fault in check_action_learning(spec.replace(fewest=8, most=3))} == {"most"}
    empty = spec.replace(lengths=(spec.lengths[0].replace(steps=()),))
    assert {fault.path for fault in check_action_learning(empty)} == {"lengths.0.steps"}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.sets(st.integers(0, 7)), st.integers(0, 7))
def test_whatever_is_left_out_the_minutes_stay_the_same(minutes: list[int], left_out: set[int], main: int) -> None:
    parts = [PartSpec(key=f"p{place}", title="T", minutes=many, words="W") for place, many in enumerate(minutes)]
    main_key = f"p{main % len(parts)}"

    planned = plan_parts(parts, main=main_key, without={f"p{place}" for place in left_out})

    assert planned[-1].last == sum(minutes)
    assert [part.first for part in planned] == [0, *(part.last for part in planned[:-1])]
    assert main_key in {part.part.key for part in planned}
