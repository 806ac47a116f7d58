"""The pages of a quiz: a question, and all answers at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from ettle.activities.forms import AnswerForm
from ettle.activities.items import step_pages
from ettle.activities.items.published_content import published_part
from ettle.activities.items.tests.sample_types.quiz import actions
from ettle.activities.items.tests.sample_types.quiz.attempt_progress import QuizProgress
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.kit.forms.outcomes import posted_data, render_form, run_form

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ettle.activities.models import Attempt
    from ettle.people.types import SignedInRequest

CHOICES = [("yes", "Yes"), ("no", "No")]


def render_step(request: SignedInRequest, attempt: Attempt, number: int) -> HttpResponse:
    progress = _quiz_progress(attempt)
    if number != progress.current or progress.has_ended:
        return step_pages.redirect_out_of_order(request, attempt)
    form = AnswerForm(posted_data(request), question=progress.quiz.questions[number - 1].text, choices=CHOICES)
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.answer_question(attempt, number=number, answer=data["answer"], learner=me, now=now),
    ):
        return step_pages.redirect_to_current_step(attempt)
    return render_form(request, "activities/quiz/question.html", form, {"invited": attempt.invited, "number": number})


def render_ending(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    progress = _quiz_progress(attempt)
    if not progress.has_ended:
        return step_pages.redirect_out_of_order(request, attempt)
    answers = [(question.text, progress.answers[question.key]) for question in progress.quiz.questions]
    page = {"invited": attempt.invited, "closing": progress.quiz.closing, "answers": answers}
    return render(request, "activities/quiz/answers.html", page)


def render_trail(request: SignedInRequest, attempt: Attempt) -> HttpResponse:
    return render_ending(request, attempt)


def _quiz_progress(attempt: Attempt) -> QuizProgress:
    quiz = published_part(QuizSpec, attempt.invited.activity_version)
    return QuizProgress(quiz, step_pages.attempt_responses(attempt))
