"""Several questions in a row as data, each of one type, and what is needed to pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import create_model

from ettle.activities.items import registry
from ettle.activities.items.question_type import BaseQuestionSpec, QuestionType
from ettle.activities.items.spec_fields import Text, join_path
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.input.specs import Rule, Spec, YamlInt
from ettle.kit.values.problems import Problem


class BaseStepSpec(Spec):
    """One question, under the name of its type. The file has a StepSpec, which has a field for each type."""

    def list_questions(self) -> list[tuple[QuestionType[Any], BaseQuestionSpec]]:
        """The questions with their types; a step that may be published has one."""
        found = [(question_type, getattr(self, question_type.key, None)) for question_type in registry.question_types()]
        return [(question_type, question) for question_type, question in found if question is not None]


def build_step_spec() -> type[BaseStepSpec]:
    """Return BaseStepSpec with a field for the question of each type."""
    types = registry.question_types()
    fields: dict[str, Any] = {question_type.key: (question_type.spec | None, None) for question_type in types}
    return create_model("StepSpec", __base__=BaseStepSpec, __module__=__name__, **fields)


if TYPE_CHECKING:
    StepSpec = BaseStepSpec
else:
    StepSpec = build_step_spec()


class QuestionsSpec(Spec):
    """opening: read above the first question; may be empty. closing: what to take away, on the last page.

    needed_percent: the share of all scored questions that has to be right before the activity is completed. 0: it is
    completed when every question is answered.
    """

    translated = frozenset({"opening", "closing"})

    opening: str = ""
    steps: Annotated[tuple[StepSpec, ...], Rule("Ask at least one question", min_length=1)]
    needed_percent: Annotated[YamlInt, Rule("Use a number from 0 to 100", ge=0, le=100)] = 0
    closing: Text


def check_questions(part: QuestionsSpec) -> Iterator[Problem]:
    seen: set[str] = set()
    scored = 0
    for place, step in enumerate(part.steps):
        path = join_path("questions.steps", place)
        found = step.list_questions()
        if len(found) != 1:
            names = ", ".join(question_type.key for question_type in registry.question_types())
            yield Problem(path, f"Ask one question in each step, of one of these types: {names}")
        for question_type, question in found:
            here = join_path(path, question_type.key)
            if question.key in seen:
                yield Problem(join_path(here, "key"), f"{question.key} is already used above")
            seen.add(question.key)
            scored += question_type.is_scored(question)
            for problem in question_type.check(question):
                yield replace(problem, path=join_path(here, problem.path))
    if part.needed_percent and not scored:
        yield Problem("questions.needed_percent", "No question is scored, so nobody could pass")


def needed_names(part: QuestionsSpec) -> Iterator[ResourceName]:
    for place, step in enumerate(part.steps):
        for question_type, question in step.list_questions():
            for name in question_type.needed_names(question):
                yield replace(name, path=join_path("questions.steps", place, question_type.key, name.path))
