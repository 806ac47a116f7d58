"""The pages of a quiz: a question, and all answers at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from ettle.activities.forms import AnswerForm
from ettle.activities.items import step_pages
from ettle.activities.items.item_type import TrailPart
from ettle.activities.items.published_content import play_part
from ettle.activities.items.tests.sample_types.quiz import actions
from ettle.activities.items.tests.sample_types.quiz.attempt_progress import QuizProgress
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.kit.forms.outcomes import posted_data, render_form, run_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ettle.activities.items.play import Play

CHOICES = [("yes", "Yes"), ("no", "No")]


def render_step(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    progress = _quiz_progress(play)
    if number != progress.current or progress.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    form = AnswerForm(posted_data(request), question=progress.quiz.questions[number - 1].text, choices=CHOICES)
    now = timezone.now()
    if run_form(form, lambda data: actions.answer_question(play, number=number, answer=data["answer"], now=now)):
        return step_pages.redirect_to_current_step(play)
    return render_form(request, "activities/quiz/question.html", form, {"play": play, "number": number})


def render_ending(request: HttpRequest, play: Play) -> HttpResponse:
    progress = _quiz_progress(play)
    if not progress.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    answers = [(question.text, progress.answers[question.key]) for question in progress.quiz.questions]
    page = {"play": play, "closing": progress.quiz.closing, "answers": answers}
    return render(request, "activities/quiz/answers.html", page)


def render_trail(request: HttpRequest, play: Play) -> HttpResponse:
    return render_ending(request, play)


def list_trail(play: Play) -> Iterator[TrailPart]:
    progress = _quiz_progress(play)
    for question in progress.quiz.questions:
        if question.key in progress.answers:
            yield TrailPart(question.text, [progress.answers[question.key]])


def _quiz_progress(play: Play) -> QuizProgress:
    quiz = play_part(QuizSpec, play)
    return QuizProgress(quiz, play.responses)
