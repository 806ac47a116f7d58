"""Questions to answer with yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ettle.activities.items.item_type import ItemType
from ettle.activities.items.spec_fields import find_repeated_keys
from ettle.activities.items.tests.sample_types.quiz.attempt_progress import QuizProgress
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.activities.models import Response


class QuizType(ItemType[QuizSpec]):
    key = "quiz"
    label = "Quiz"
    spec = QuizSpec
    views = "ettle.activities.items.tests.sample_types.quiz.views"

    def check(self, part: QuizSpec) -> Iterator[Problem]:
        return find_repeated_keys("quiz.questions", part.questions)

    def read_progress(self, part: QuizSpec, seed: int, responses: Sequence[Response]) -> QuizProgress:
        return QuizProgress(part, responses)


ITEM_TYPE = QuizType()
