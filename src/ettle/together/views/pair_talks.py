"""What both do when both have answered: talk by the plan, agree acts, take the summary and finish."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.files.printable_documents import download_response
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import LINK_HOLDERS, audience
from ettle.kit.mail.delivery import absolute_url
from ettle.texts import queries as texts
from ettle.together import actions, queries, summary_documents
from ettle.together.forms import ActForm
from ettle.together.queries import Seat
from ettle.together.types import Stage
from ettle.together.views import join_pictures
from ettle.together.views.guest_cookies import write_guest_cookie
from ettle.together.views.seats import with_seat

FILE_KINDS = ("pdf", "txt")


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def talk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The plan of the talk with what was shared, and what each agrees to do."""
    if seat.stage is not Stage.TALK or seat.other is None:
        return redirect("together:session", seat.token)
    other = seat.other
    form = ActForm(posted_data(request), seat=seat, initial={"my_act": seat.me.act, "other_act": other.act})

    def save(data: dict[str, str]) -> None:
        actions.save_act(seat.me, act=data["my_act"])
        if "other_act" in data:
            actions.save_act(other, act=data["other_act"])

    if run_form(form, save):
        return redirect("together:talk" if request.POST.get("go") == "look" else "together:end", seat.token)
    context = {"seat": seat, "parts": seat.talk(), "plan": seat.plan, "shared": bool(seat.shared_answers())}
    context["counter"] = texts.render_counter()
    return render_form(request, "together/talk.html", form, context)


@audience(LINK_HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@with_seat
def end(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The summary for this participant, and finishing: with the act as a goal, or without."""
    if seat.stage is not Stage.TALK:
        return redirect("together:session", seat.token)
    if request.method == "POST":
        return _finish(request, seat)
    context = {"seat": seat, "document": summary_documents.session_summary(seat, now=timezone.now())}
    context["private"] = [answer for answer in seat.own_answers() if not answer.is_shared]
    context["can_set_goal"] = bool(seat.me.person_id and seat.me.act)
    if seat.session.is_on_shared_phone and seat.me.is_starter and seat.other:
        link = absolute_url(queries.summary_link(seat.other))
        words = _("A square code that opens the summary on another phone")
        context["their_square"] = join_pictures.draw_square(link, words)
    return render(request, "together/end.html", context)


@audience(LINK_HOLDERS)
@never_cache
@require_safe
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Open the summary of who used the starter's phone on their own, which scanned the square of it."""
    guest = queries.find_guest_by_summary_link(token, now=timezone.now())
    if guest is None:
        return render(request, "together/over.html", status=404)
    response = redirect("together:end", queries.participant_token(guest))
    write_guest_cookie(response, guest)
    return response


def _finish(request: HttpRequest, seat: Seat) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("go") == "goal":
        goal = actions.leave_with_goal(seat.me, title=str(seat.plan.goal), now=now)
        if goal is not None:
            messages.success(request, _("Finished. What you agreed is your goal now."))
            return redirect("journey:goal", uuid=goal.uuid)
    else:
        actions.leave_session(seat.me, now=now)
    messages.success(request, _words_when_finished(seat))
    return redirect("together:index")


def _words_when_finished(seat: Seat) -> str:
    if queries.find_participant_who_left(seat.token, now=timezone.now()) is None:
        return _("Finished. Nothing that you wrote is stored here any more.")
    return _("Finished. The other person can read what you shared until they finish, or until the day is over.")


@audience(LINK_HOLDERS)
@require_safe
@with_seat
def summary(request: HttpRequest, seat: Seat, kind: str) -> HttpResponse:
    """The summary as a file. ?kept=1: with what this participant kept to themself."""
    if kind not in FILE_KINDS or seat.stage is not Stage.TALK:
        raise Http404
    with_private = request.GET.get("kept") == "1"
    document = summary_documents.session_summary(seat, now=timezone.now(), with_private=with_private)
    return download_response(document, kind=kind)
