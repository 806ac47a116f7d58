"""A short text of a person's own, written or spoken first. No machine reads it to score it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.forms import ReflectionForm
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.reflection.specs import ReflectionSpec
from ettle.kit.values.problems import Problem


class ReflectionType(QuestionType[ReflectionSpec]):
    key = "reflection"
    label = _("Reflection")
    spec = ReflectionSpec
    asks = "activities/reflection/fields.html"
    answers = "activities/reflection/answer.html"
    is_spoken = True

    def check(self, question: ReflectionSpec) -> Iterator[Problem]:
        return iter(())

    def build_form(self, question: ReflectionSpec, *, seed: int, data: Any) -> ReflectionForm:
        return ReflectionForm(data, question=question.question, about_words=question.about_words)

    def read_answer(self, question: ReflectionSpec, cleaned: Mapping[str, Any]) -> str:
        return str(cleaned["words"])

    def list_written(self, cleaned: Mapping[str, Any]) -> list[str]:
        return [str(cleaned["words"])]

    def describe_answer(self, question: ReflectionSpec, answer: str) -> dict[str, object]:
        return {"words": answer, "after": question.after}


QUESTION_TYPE = ReflectionType()
