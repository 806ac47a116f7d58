"""Where a play of questions stands, worked out from its responses. Pure: nothing here reads the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ettle.activities.items.question_type import BaseQuestionSpec, QuestionType
from ettle.activities.items.questions.specs import QuestionsSpec

if TYPE_CHECKING:
    from ettle.activities.models import Response

ANSWERED = "answered"
# In per cent: a score is rounded down to four places, so the mean of all of them may be short by as much.
ROUNDED_OFF = Decimal("0.01")


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its answer as it is stored; None before it is answered."""

    number: int
    type: QuestionType[Any]
    spec: BaseQuestionSpec
    answer: str | None

    @property
    def score(self) -> Decimal | None:
        """From 0 to 1; None when it is not scored. Nothing before it is answered."""
        if not self.type.is_scored(self.spec):
            return None
        return self.type.score(self.spec, self.answer) if self.answer is not None else Decimal(0)


class QuestionsProgress:
    """Questions under way. The first answer to each stands."""

    def __init__(self, part: QuestionsSpec, responses: Sequence[Response]) -> None:
        self.part = part
        answers: dict[str, str] = {}
        for response in responses:
            if response.act == ANSWERED:
                answers.setdefault(response.step, response.value)
        self.questions = [
            AskedQuestion(number, question_type, question, answers.get(question.key))
            for number, step in enumerate(part.steps, start=1)
            for question_type, question in step.list_questions()
        ]

    @property
    def current(self) -> int:
        """The number of the first question without an answer; one past the last when all are answered."""
        waiting = (question.number for question in self.questions if question.answer is None)
        return next(waiting, len(self.questions) + 1)

    @property
    def has_ended(self) -> bool:
        return self.current > len(self.questions)

    @property
    def is_finished(self) -> bool:
        return self.has_ended

    @property
    def steps(self) -> int:
        return len(self.questions)

    @property
    def percent(self) -> int:
        """What the answers earned of all that can be earned, rounded down; 100 where nothing is scored."""
        return percent_of([score for question in self.questions if (score := question.score) is not None])

    @property
    def has_passed(self) -> bool:
        return self.has_ended and self.percent >= self.part.needed_percent

    def find_question(self, number: int) -> AskedQuestion | None:
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None


def percent_of(scores: Sequence[Decimal]) -> int:
    """The mean of scores in whole per cent, rounded down once and not once more for each score."""
    return int(min(Decimal(100), sum(scores, Decimal(0)) * 100 / len(scores) + ROUNDED_OFF)) if scores else 100
