"""A quiz as data: questions to answer with yes or no."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec


class QuestionSpec(Spec):
    key: Key
    text: Text
    right: Annotated[str, Rule("Use yes or no", choices=("yes", "no"))]


class QuizSpec(Spec):
    questions: Annotated[tuple[QuestionSpec, ...], Rule("Ask at least one question", min_length=1)]
    closing: Text
