"""What a person does in an activity of questions: answer them, one after another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.items.published_content import play_part
from ettle.activities.items.questions.attempt_progress import ANSWERED, AskedQuestion, QuestionsProgress
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.activities.items.play import Play


@transaction.atomic
def answer_question(play: Play, *, number: int, cleaned: Mapping[str, Any], now: datetime) -> None:
    """Answer one question. The first answer stands; the last one completes the activity, where it is passed.

    cleaned: the cleaned data of the form of this question. Raises Refused for a question whose turn has not come.
    """
    asked = _lock_question(play, number)
    if asked.answer is not None:
        return
    key, answer = asked.spec.key, asked.type.read_answer(asked.spec, cleaned)
    if asked.type.is_spoken:
        play.add_words(key, ANSWERED, answer, now=now)
    else:
        score = asked.type.score(asked.spec, answer)
        play.add_response(key, ANSWERED, answer, now=now, score=score, rule=asked.type.rule)
    if _read_progress(play).has_passed:
        play.finish(now=now)


@transaction.atomic
def pass_question(play: Play, *, number: int, now: datetime) -> None:
    """Go on from a question to answer in one's own words, where words are not stored. Raises Refused."""
    asked = _lock_question(play, number)
    if play.is_stored or not asked.type.is_spoken:
        raise Refused(_("Answer the question first."))
    if asked.answer is None:
        play.add_words(asked.spec.key, ANSWERED, "", now=now)


def _lock_question(play: Play, number: int) -> AskedQuestion:
    play.lock()
    under_way = _read_progress(play)
    asked = under_way.find_question(number)
    if asked is None or number > under_way.current:
        raise Refused(_("Answer the questions in order."))
    return asked


def _read_progress(play: Play) -> QuestionsProgress:
    return QuestionsProgress(play_part(QuestionsSpec, play), play.responses)
