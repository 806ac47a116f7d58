"""Where a play of a quiz stands. Pure: nothing here reads the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec

if TYPE_CHECKING:
    from ettle.activities.models import Response

ANSWERED = "answered"


class QuizProgress:
    def __init__(self, quiz: QuizSpec, responses: Sequence[Response]) -> None:
        self.quiz = quiz
        self.answers = {response.step: response.value for response in responses}

    @property
    def current(self) -> int:
        return len(self.answers) + 1

    @property
    def has_ended(self) -> bool:
        return self.current > len(self.quiz.questions)

    @property
    def is_finished(self) -> bool:
        return self.has_ended
