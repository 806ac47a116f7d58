"""The pages of questions: one question, the answer with what is said to it, and all of them at the end.

No page holds the key of a question that has not been answered: its template is given the form and not the question.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ettle.activities.items import past_attempts, step_pages
from ettle.activities.items.item_type import TrailPart
from ettle.activities.items.published_content import play_part
from ettle.activities.items.questions import actions
from ettle.activities.items.questions.attempt_progress import AskedQuestion, QuestionsProgress
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.kit.forms.outcomes import render_form, render_not_saved, run_form
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ettle.activities.items.play import Play
    from ettle.activities.models import ReflectionRecording


def render_step(request: HttpRequest, play: Play, number: int) -> HttpResponse:
    under_way = _questions_progress(play)
    asked = under_way.find_question(number)
    if asked is None or number > under_way.current:
        return step_pages.redirect_out_of_order(request, play)
    if asked.answer is not None:
        return _render_answered(request, play, under_way, asked)
    if asked.type.is_spoken and not play.is_stored:
        return _render_unstored(request, play, under_way, asked)
    data = texts.read_sent_form(request)
    form = asked.type.build_form(asked.spec, seed=play.seed, data=data)
    findings = texts.ask_to_look(request, asked.type.list_written(form.cleaned_data)) if form.is_valid() else []
    now = timezone.now()
    is_sent = request.method == "POST" and not findings
    if is_sent and run_form(form, lambda data: actions.answer_question(play, number=number, cleaned=data, now=now)):
        return step_pages.redirect_to_page(play, "step", number=number)
    page = {
        **_page_context(play, under_way, asked),
        "asks": asked.type.asks,
        "is_written": asked.type.is_spoken,
        "recordings": step_pages.play_recordings(play, asked.spec.key) if asked.type.is_spoken else [],
        "findings": findings,
    }
    return render_form(request, "activities/questions/question.html", form, page)


def _render_unstored(
    request: HttpRequest, play: Play, under_way: QuestionsProgress, asked: AskedQuestion
) -> HttpResponse:
    """A question to answer in one's own words, for a visitor: the words stay on the page."""
    if request.method == "POST":
        actions.pass_question(play, number=asked.number, now=timezone.now())
        return step_pages.redirect_to_page(play, "step", number=asked.number)
    return render(request, "activities/questions/question.html", _page_context(play, under_way, asked))


def _render_answered(
    request: HttpRequest, play: Play, under_way: QuestionsProgress, asked: AskedQuestion
) -> HttpResponse:
    """The answer with what is said to it. Other words of a person's own than those that are saved come back."""
    onward = _onward_address(play, under_way, asked)
    if request.method == "POST":
        form = asked.type.build_form(asked.spec, seed=play.seed, data=request.POST)
        written = asked.type.list_written(form.cleaned_data) if form.is_valid() else []
        if written and written != [asked.answer]:
            reason = _("You have answered this question before, in another tab or on another device.")
            return render_not_saved(request, reason, words=" ".join(written), onward=onward)
        messages.info(request, _("You have answered this question before. Your first answer stays."))
    page = {
        **_page_context(play, under_way, asked),
        **_describe_answer(play, asked),
        "onward": onward,
        "comparison": step_pages.compare_choices(play, asked.type.read_choices(asked.spec, asked.answer or "")),
        "recording": _find_recording(play, asked),
    }
    return render(request, "activities/questions/answered.html", page)


def _find_recording(play: Play, asked: AskedQuestion) -> ReflectionRecording | None:
    """What a person said before they typed the answer."""
    recordings = step_pages.play_recordings(play, asked.spec.key) if asked.type.is_spoken else []
    return next((recording for recording in recordings if not recording.removed_at), None)


def _describe_answer(play: Play, asked: AskedQuestion) -> dict[str, object]:
    described = asked.type.describe_answer(asked.spec, asked.answer or "")
    return {"answers": asked.type.answers, "described": described | {"is_stored": play.is_stored}}


def _onward_address(play: Play, under_way: QuestionsProgress, asked: AskedQuestion) -> str:
    if asked.number == under_way.steps:
        return play.address("ending")
    return play.address("step", number=asked.number + 1)


def _page_context(play: Play, under_way: QuestionsProgress, asked: AskedQuestion) -> dict[str, object]:
    return {
        "play": play,
        "number": asked.number,
        "steps": under_way.steps,
        "opening": under_way.part.opening if asked.number == 1 else "",
        "asked": {
            "key": asked.spec.key,
            "title": asked.spec.title,
            "text": asked.spec.text,
            "question": asked.spec.question,
        },
        "here": play.address("step", number=asked.number),
        "back": play.address("step", number=asked.number - 1) if asked.number > 1 else play.home,
    }


def render_ending(request: HttpRequest, play: Play) -> HttpResponse:
    under_way = _questions_progress(play)
    if not under_way.has_ended:
        return step_pages.redirect_out_of_order(request, play)
    page = {
        "play": play,
        **step_pages.earned_context(play),
        "closing": under_way.part.closing,
        "needed": under_way.part.needed_percent,
        "percent": under_way.percent,
        "has_passed": under_way.has_passed,
        "trail": play.address("trail"),
    }
    return render(request, "activities/questions/ending.html", page)


def render_trail(request: HttpRequest, play: Play) -> HttpResponse:
    """Every answer so far with what was said to it, to read again and to print."""
    under_way = _questions_progress(play)
    answered = [question for question in under_way.questions if question.answer is not None]
    rows = [
        {"spec": question.spec, **_describe_answer(play, question), "recording": _find_recording(play, question)}
        for question in answered
    ]
    page = {"play": play, "rows": rows, "attempts": past_attempts.list_others(play)}
    return render(request, "activities/questions/trail.html", page)


def list_trail(play: Play) -> Iterator[TrailPart]:
    for question in _questions_progress(play).questions:
        if question.answer is not None:
            asked = [text for text in (question.spec.text, question.spec.question) if text]
            yield TrailPart(question.spec.title, [*asked, *_answer_lines(play, question)])


def _answer_lines(play: Play, asked: AskedQuestion) -> list[str]:
    """The answer with what is said to it as on the page, in plain text."""
    described = _describe_answer(play, asked)
    shown = unescape(strip_tags(render_to_string(asked.type.answers, described)))
    return [line for line in map(str.strip, shown.splitlines()) if line]


def _questions_progress(play: Play) -> QuestionsProgress:
    return QuestionsProgress(play_part(QuestionsSpec, play), play.responses)
