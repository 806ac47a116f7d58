"""The pages of a person's goals. Nobody else's is ever found here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.journey import actions, queries
from ettle.journey.forms import SOON, GoalForm, MoveForm, StepForm
from ettle.journey.models import Goal, GoalEvent
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once, find_corrected
from ettle.kit.refusal import Refused
from ettle.kit.values.dates import operator_date as today
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest

NEWEST_CLOSED = 10  # on the page of open goals


@audience(SIGNED_IN)
@require_safe
def goals(request: SignedInRequest) -> HttpResponse:
    """Show the open goals of this person by pages, and the newest that are reached or stopped."""
    mine = queries.list_goals(request.user)
    closed = list(mine.closed()[: NEWEST_CLOSED + 1])
    context = {
        "page": queries.goal_page(mine.open(), request.GET),
        "closed": closed[:NEWEST_CLOSED],
        "has_more_closed": len(closed) > NEWEST_CLOSED,
        "today": today(timezone.now()),
    }
    return render(request, "journey/goals.html", context)


@audience(SIGNED_IN)
@require_safe
def closed_goals(request: SignedInRequest) -> HttpResponse:
    """Show all goals of this person that are reached or stopped, by pages."""
    page = queries.goal_page(queries.list_goals(request.user).closed(), request.GET)
    return render(request, "journey/closed_goals.html", {"page": page})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.CORRECT)
def new_goal(request: SignedInRequest) -> HttpResponse:
    """Set a goal; ?theme= names the themes it starts from."""
    now = timezone.now()
    form = GoalForm(posted_data(request), initial={"themes": request.GET.getlist("theme")}, today=today(now))
    corrected = find_corrected(request)
    made = _get_goal(request, corrected["uuid"]) if corrected else None
    if saved := run_form(form, lambda _: _set_or_correct_goal(request, form, made, now)):
        messages.success(request, _("Goal changed") if made else _("Goal set"))
        return redirect("journey:goal", uuid=saved.value.uuid)
    return render_form(request, "journey/goal_form.html", form)


def _set_or_correct_goal(request: SignedInRequest, form: GoalForm, made: Goal | None, now: datetime) -> Goal:
    words, step, weeks = form.goal_details(), form.first_step(), form.reminder_weeks()
    if made is None:
        return actions.set_goal(words, person=request.user, first=step, now=now, weeks=weeks)
    actions.correct_goal(made, words=words, step=step, now=now, weeks=weeks)
    return made


@audience(SIGNED_IN)
@require_safe
def goal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show one goal, its step and its story."""
    found = _get_goal(request, uuid)
    now = timezone.now()
    day = today(now)
    context = {
        "goal": found,
        "email_fault": outside_email_fault(request.user, now=now) if found.is_open() else "",
        "themes": found.themes.all(),
        "events": found.events.all(),
        "look_backs": found.look_backs.open(),
        "answers": found.look_back_answers.all(),
        "helper_messages": found.helper_messages.all(),
        "is_late": found.is_late(day),
        "is_far": found.has_step() and found.by_on is not None and found.by_on - day > SOON,
    }
    return render(request, "journey/goal.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_goal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _get_goal(request, uuid)
    now = timezone.now()
    form = GoalForm.from_goal(found, data=posted_data(request), today=today(now))
    if run_form(form, lambda _: actions.change_goal(found, words=form.goal_details(), step=form.first_step(), now=now)):
        return redirect("journey:goal", uuid=found.uuid)
    return render_form(request, "journey/goal_form.html", form, {"goal": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def finish_step(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Mark the small step done, then ask what comes next."""
    found = _get_goal(request, uuid)
    if request.method == "POST":
        try:
            actions.finish_step(found, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            return redirect("journey:next-step", uuid=found.uuid)
    return redirect("journey:goal", uuid=found.uuid)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def next_step(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Choose the step after one that is done; a bigger step it was cut from is offered first."""
    found = _get_goal(request, uuid)
    now = timezone.now()
    form = StepForm(posted_data(request), initial={"step": _bigger_step(found)}, today=today(now))
    if run_form(form, lambda _: actions.choose_next_step(found, following=form.chosen_step(), now=now)):
        return redirect("journey:goal", uuid=found.uuid)
    return render_form(request, "journey/next_step.html", form, {"goal": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def move_step(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _get_goal(request, uuid)
    now = timezone.now()
    form = MoveForm(posted_data(request), initial={"by_on": found.by_on}, today=today(now))
    if run_form(form, lambda data: actions.move_step(found, now=now, **data)):
        return redirect("journey:goal", uuid=found.uuid)
    return render_form(request, "journey/move_step.html", form, {"goal": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def split_step(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Too big: put a smaller step in its place."""
    found = _get_goal(request, uuid)
    now = timezone.now()
    form = StepForm(posted_data(request), today=today(now))
    form.fields["step"].label = _("What is the smallest part you could do first?")
    if run_form(form, lambda _: actions.split_step(found, smaller=form.chosen_step(), now=now)):
        return redirect("journey:goal", uuid=found.uuid)
    return render_form(request, "journey/split_step.html", form, {"goal": found})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def close_goal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Reached, stopped, or taken up again: one press, and another takes it back."""
    found = _get_goal(request, uuid)
    now = timezone.now()
    go = request.POST.get("go")
    if go == "take-up":
        actions.reopen_goal(found, now=now)
    elif go in {"reached", "stopped"}:
        actions.close_goal(found, kind=GoalEvent.Kind(go), now=now)
    return redirect("journey:goal", uuid=found.uuid)


def _get_goal(request: SignedInRequest, uuid: UUID) -> Goal:
    return get_object_or_404(queries.list_goals(request.user), uuid=uuid)


def _bigger_step(found: Goal) -> str:
    """The step that the one just done was cut from, when nothing came between."""
    turns = list(found.events.all())
    for place in range(len(turns) - 1, 0, -1):
        if turns[place].kind == GoalEvent.Kind.SPLIT:
            return turns[place - 1].step
        if turns[place].kind == GoalEvent.Kind.NEXT_STEP:
            break
    return ""
