"""How sure a person is. It is never scored: an honest answer must not cost anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.forms import RadioForm
from ettle.activities.items.confidence.specs import ConfidenceSpec
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.spec_fields import find_repeated_keys
from ettle.kit.values.problems import Problem


class ConfidenceType(QuestionType[ConfidenceSpec]):
    key = "confidence"
    label = _("Confidence")
    spec = ConfidenceSpec
    answers = "activities/confidence/answer.html"

    def check(self, question: ConfidenceSpec) -> Iterator[Problem]:
        return find_repeated_keys("levels", question.levels)

    def build_form(self, question: ConfidenceSpec, *, seed: int, data: Any) -> RadioForm:
        choices = [(level.key, level.text) for level in question.levels]
        return RadioForm(data, question=question.question, choices=choices)

    def read_answer(self, question: ConfidenceSpec, cleaned: Mapping[str, Any]) -> str:
        return str(cleaned["answer"])

    def describe_answer(self, question: ConfidenceSpec, answer: str) -> dict[str, object]:
        return {"level": next((level for level in question.levels if level.key == answer), None)}


QUESTION_TYPE = ConfidenceType()
