"""What a learner does in a quiz."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.activities.actions.attempts import add_response, complete_activity, lock_responses
from ettle.activities.items.published_content import published_part
from ettle.activities.items.tests.sample_types.quiz.attempt_progress import ANSWERED, QuizProgress
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.activities.scoring import SINGLE, score_share
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.models import Attempt
    from ettle.people.models import User


@transaction.atomic
def answer_question(attempt: Attempt, *, number: int, answer: str, learner: User, now: datetime) -> None:
    """Answer one question; the last answer completes the activity. Raises Refused for one whose turn has not come."""
    quiz = published_part(QuizSpec, attempt.invited.activity_version)
    if number != QuizProgress(quiz, lock_responses(attempt, learner)).current:
        raise Refused("Answer the questions in their order.")
    question = quiz.questions[number - 1]
    score = score_share(answer == question.right, 1)
    add_response(attempt, question.key, ANSWERED, answer, now=now, score=score, rule=SINGLE)
    if number == len(quiz.questions):
        complete_activity(attempt, learner=learner, now=now)
