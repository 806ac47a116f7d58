"""What a learner does in a quiz."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.activities.items.published_content import play_part
from ettle.activities.items.tests.sample_types.quiz.attempt_progress import ANSWERED, QuizProgress
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.activities.scoring import SINGLE, score_share
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.items.play import Play


@transaction.atomic
def answer_question(play: Play, *, number: int, answer: str, now: datetime) -> None:
    """Answer one question; the last answer completes the activity. Raises Refused for one whose turn has not come."""
    quiz = play_part(QuizSpec, play)
    if number != QuizProgress(quiz, play.lock()).current:
        raise Refused("Answer the questions in their order.")
    question = quiz.questions[number - 1]
    score = score_share(answer == question.right, 1)
    play.add_response(question.key, ANSWERED, answer, now=now, score=score, rule=SINGLE)
    if number == len(quiz.questions):
        play.finish(now=now)
