"""What a person does in an activity of questions: answer them, one after another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.items.published_content import published_part
from ettle.activities.items.questions.attempt_progress import ANSWERED, QuestionsProgress
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.items.play import Play


@transaction.atomic
def answer_question(play: Play, *, number: int, cleaned: Mapping[str, Any], now: datetime) -> None:
    """Answer one question. The first answer stands; the last one completes the activity, where it is passed.

    cleaned: the cleaned data of the form of this question. Raises Refused for a question whose turn has not come.
    """
    part = published_part(QuestionsSpec, play.version)
    under_way = QuestionsProgress(part, play.lock())
    asked = under_way.find_question(number)
    if asked is None or number > under_way.current:
        raise Refused(_("Answer the questions in order."))
    if asked.answer is not None:
        return
    answer = asked.type.read_answer(asked.spec, cleaned)
    if asked.type.list_written(cleaned):
        play.add_words(asked.spec.key, ANSWERED, answer, now=now)
    else:
        score = asked.type.score(asked.spec, answer)
        play.add_response(asked.spec.key, ANSWERED, answer, now=now, score=score, rule=asked.type.rule)
    if QuestionsProgress(part, play.responses).has_passed:
        play.finish(now=now)
