"""A participant's own part: the questions, one on a page, then a look at what is shared before finishing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import LINK_HOLDERS, audience
from ettle.texts import queries as texts
from ettle.together import actions, queries
from ettle.together.forms import KEEP, SHARE, AnswerForm
from ettle.together.queries import Seat
from ettle.together.types import Stage
from ettle.together.views import join_pictures
from ettle.together.views.seats import with_seat


@audience(LINK_HOLDERS)
@require_safe
@with_seat
def session(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where this participant is now: begin, hand over, wait, or talk."""
    if seat.stage is Stage.TALK:
        return redirect("together:talk", seat.token)
    context = {"seat": seat, "stage": seat.stage.value, "onward": _next_page(seat)}
    if seat.me.is_starter and seat.session.code:
        context["invitation"] = join_pictures.build_invitation(seat.session.code)
    if seat.session.is_on_shared_phone and seat.other:
        context["their_first"] = reverse("together:question", args=[queries.participant_token(seat.other), 1])
    return render(request, "together/session.html", context)


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def question(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """One question. A button shares the answer or keeps it, and goes on to the next."""
    if not 1 <= number <= len(seat.plan.questions):
        raise Http404
    if seat.stage is not Stage.ANSWER:
        return redirect("together:session", seat.token)
    asked = seat.plan.questions[number - 1]
    given = next((answer for answer in seat.own_answers() if answer.number == number), None)
    initial = {"words": given.words if given else ""}
    form = AnswerForm(posted_data(request), ask=asked.ask, hint=asked.hint, initial=initial)
    saved = run_form(
        form,
        lambda data: actions.save_answer(
            seat.me,
            question=asked.key,
            words=data["words"] if data["go"] in {SHARE, KEEP} else "",
            is_shared=data["go"] == SHARE,
        ),
    )
    if saved:
        return redirect(_page_after(request, seat, number))
    context = {"seat": seat, "number": number, "of": len(seat.plan.questions), "given": given}
    context["counter"] = texts.render_counter()
    context["back"] = _page_before(request, seat, number)
    return render_form(request, "together/question.html", form, context)


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def check(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A look at every answer, and what the other person will see of it; then finish."""
    if seat.stage is not Stage.ANSWER:
        return redirect("together:session", seat.token)
    if request.method == "POST":
        actions.finish_answers(seat.me, now=timezone.now())
        return redirect(_page_when_finished(seat))
    answers = {answer.number: answer for answer in seat.own_answers()}
    rows = [(number, asked, answers.get(number)) for number, asked in enumerate(seat.plan.questions, 1)]
    keeps = any(not answer.is_shared for answer in answers.values())
    context = {"seat": seat, "rows": rows, "keeps": keeps, "last": len(seat.plan.questions)}
    return render(request, "together/check.html", context)


@audience(LINK_HOLDERS)
@require_safe
def state(request: HttpRequest, token: str) -> JsonResponse:
    """How many changes there were so far, and nothing about them. A page that waits asks for it.

    It asks without cookies, so that waiting does not count as using a session on a shared computer.
    """
    changes = queries.count_changes(token, now=timezone.now())
    if changes is None:
        raise Http404
    return JsonResponse({"changes": changes})


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def stop(request: HttpRequest, seat: Seat) -> HttpResponse:
    """End the session for both at once, after a question."""
    if request.method == "POST":
        stopped = _("The session has ended for both of you. Nothing of it is stored here.")
        run_button(request, lambda: actions.stop_session(seat.me, now=timezone.now()), stopped)
        return redirect("together:index")
    return render(request, "together/stop.html", {"seat": seat})


def _next_page(seat: Seat) -> str:
    """The first question without an answer; the look at all answers when there is none."""
    answered = {answer.number for answer in seat.own_answers()}
    numbers = range(1, len(seat.plan.questions) + 1)
    number = next((number for number in numbers if number not in answered), None)
    if number is None:
        return reverse("together:check", args=[seat.token])
    return reverse("together:question", args=[seat.token, number])


def _page_after(request: HttpRequest, seat: Seat, number: int) -> str:
    """The next question; the look at all answers after the last, and for who came from there to change one."""
    if number == len(seat.plan.questions) or "change" in request.GET:
        return reverse("together:check", args=[seat.token])
    return reverse("together:question", args=[seat.token, number + 1])


def _page_before(request: HttpRequest, seat: Seat, number: int) -> str:
    if "change" in request.GET:
        return reverse("together:check", args=[seat.token])
    if number > 1:
        return reverse("together:question", args=[seat.token, number - 1])
    return reverse("together:session", args=[seat.token])


def _page_when_finished(seat: Seat) -> str:
    """Where to go from here. On one phone it goes back to the starter, whose session it is."""
    if seat.session.is_on_shared_phone and not seat.me.is_starter and seat.other:
        return queries.session_address(seat.other)
    return reverse("together:session", args=[seat.token])
