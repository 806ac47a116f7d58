"""A piece of the logic model to work on: spot it, mark yours, enablers and barriers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.items.explore.modes import Mode, list_modes, needed_nodes
from ettle.activities.items.explore.specs import ExploreSpec
from ettle.activities.items.question_type import QuestionType
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from django import forms


class ExploreType(QuestionType[ExploreSpec]):
    key = "explore"
    label = _("Explore the logic model")
    spec = ExploreSpec
    rule = "explore-1"  # spot it: as a single choice; enablers and barriers: as matching
    asks = "activities/explore/fields.html"
    answers = "activities/explore/answer.html"

    def check(self, question: ExploreSpec) -> Iterator[Problem]:
        modes = list_modes(question)
        if len(modes) != 1:
            yield Problem("question", "Give it one of spot, mark and enablers")
        for mode in modes:
            yield from mode.check()

    def needed_names(self, question: ExploreSpec) -> Iterator[ResourceName]:
        return needed_nodes(question)

    def is_scored(self, question: ExploreSpec) -> bool:
        return all(mode.is_scored for mode in list_modes(question))

    def build_form(self, question: ExploreSpec, *, seed: int, data: Any) -> forms.Form:
        return _mode(question).build_form(question.question, seed=seed, data=data)

    def read_answer(self, question: ExploreSpec, cleaned: Mapping[str, Any]) -> str:
        return _mode(question).read_answer(cleaned)

    def score(self, question: ExploreSpec, answer: str) -> Decimal | None:
        return _mode(question).score(answer)

    def describe_answer(self, question: ExploreSpec, answer: str) -> dict[str, object]:
        mode = _mode(question)
        return {"template": f"activities/explore/{mode.name}.html", **mode.describe_answer(answer)}


def _mode(question: ExploreSpec) -> Mode:
    return list_modes(question)[0]


QUESTION_TYPE = ExploreType()
