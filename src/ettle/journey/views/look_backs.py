"""Looking back at a goal: signed in, from a link in an email, from a calendar; and telling a helper."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.journey import actions, look_back_calendar, queries
from ettle.journey.forms import HelperMessageForm, LookBackForm, MoveForm
from ettle.journey.models import Goal, LookBack, LookBackAnswer
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import LINK_HOLDERS, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.mail import signed_links
from ettle.kit.values.dates import operator_date as today
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest

How = LookBackAnswer.How
# Where each answer leads: to the goal, or to what the answer asks for next.
NEXT = {How.HARD: "journey:split-step"}


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def look_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask how a goal is going and what changed for people."""
    goal = _get_goal(request, uuid)
    form, now = LookBackForm(posted_data(request)), timezone.now()
    if run_form(form, lambda data: actions.look_back(goal, how=How(data["how"]), words=data["words"], now=now)):
        how = How(form.cleaned_data["how"])
        if how is How.REACHED:
            actions.close_goal(goal, kind=actions.REACHED, now=now)
        messages.success(request, _("Your words are saved with the goal"))
        next_page = NEXT.get(how, "journey:goal") if goal.is_open() and goal.has_step() else "journey:goal"
        return redirect(next_page, uuid=goal.uuid)
    return render_form(request, "journey/look_back.html", form, {"goal": goal})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def look_backs(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask by email, or no more; one press each, and another takes it back."""
    goal = _get_goal(request, uuid)
    go = request.POST.get("go")
    if go == "ask" and goal.is_open():
        actions.promise_look_backs(goal, weeks=actions.WEEKS, now=timezone.now())
    elif go == "stop":
        actions.stop_look_backs(goal, now=timezone.now())
    return redirect("journey:goal", uuid=goal.uuid)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def move_look_back(request: SignedInRequest, uuid: UUID, number: UUID) -> HttpResponse:
    goal = _get_goal(request, uuid)
    found = get_object_or_404(goal.look_backs.open(), uuid=number)
    now = timezone.now()
    form = MoveForm(posted_data(request), initial={"by_on": found.due_on}, today=today(now))
    form.fields["by_on"].label = _("On which day do you want us to ask?")
    if form.is_valid():
        actions.move_look_back(found, to=form.cleaned_data["by_on"], now=now)
        return redirect("journey:goal", uuid=goal.uuid)
    return render_form(request, "journey/move_look_back.html", form, {"goal": goal})


@audience(SIGNED_IN)
@require_safe
def look_backs_ics(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The days of looking back as a calendar file. It holds no word of the goal: calendars are often shared."""
    goal = _get_goal(request, uuid)
    body = look_back_calendar.look_backs_to_calendar(goal, goal.look_backs.open().filter(sent_at=None))
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="look-back-{goal.set_at:%Y-%m-%d}.ics"'},
    )


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def look_back_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in an email leads to: look back, another day, or no more. Opening it changes nothing."""
    found = _look_back_from_link(token)
    if found is None:
        return render(request, "journey/link_over.html", status=404)
    now = timezone.now()
    go = request.POST.get("go")
    is_act = found.weeks == actions.ON_A_DAY
    later = timedelta(weeks=1) if is_act else actions.POSTPONEMENT
    if go == "move":
        found = actions.move_look_back(found, to=today(now) + later, now=now)
    elif go == "done" and is_act:
        actions.confirm_act(found.goal, now=now)
        found.refresh_from_db()
    elif go == "stop":
        actions.stop_look_backs(found.goal, now=now)
        found.refresh_from_db()
    context = {"look_back": found, "goal": found.goal, "said": go, "later": later.days // 7, "is_act": is_act}
    return render(request, "journey/look_back_link.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def message_helper(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Write to someone who helps; see the email as they will; then send it."""
    goal = _get_goal(request, uuid)
    form = HelperMessageForm(posted_data(request), goal=goal)
    is_sent = request.POST.get("go") == "send"
    if is_sent and run_form(form, lambda data: actions.message_helper(goal, **data, now=timezone.now())):
        words = _("We will email your words to %(name)s, unless they asked for no more emails")
        messages.success(request, words % {"name": form.cleaned_data["name"]})
        return redirect("journey:goal", uuid=goal.uuid)
    fault = outside_email_fault(request.user, now=timezone.now())
    context = {"goal": goal, "is_shown": form.is_valid(), "person": request.user, "email_fault": fault}
    return render_form(request, "journey/tell.html", form, context)


def _get_goal(request: SignedInRequest, uuid: UUID) -> Goal:
    return get_object_or_404(queries.list_goals(request.user), uuid=uuid)


def _look_back_from_link(token: str) -> LookBack | None:
    """The question a link stands for, as it is now: one that was moved is followed to its new day."""
    uuid = signed_links.read_token(actions.LINK_PURPOSE, token, lasts=actions.LINK_LIFETIME)
    asked = LookBack.objects.filter(uuid=uuid).first() if uuid else None
    if asked is None:
        return None
    same = LookBack.objects.select_related("goal__person").filter(goal=asked.goal_id, weeks=asked.weeks)
    return same.latest("pk")
