"""What there is for learning together; starting a session of two, and joining it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import EVERYONE, LINK_HOLDERS, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.http.page_limits import client_network
from ettle.kit.limits.counters import consume
from ettle.library import queries as library
from ettle.people.types import SignedInRequest
from ettle.together import actions, queries
from ettle.together.forms import JoinForm, StartForm
from ettle.together.limits import WRONG_CODES
from ettle.together.models import Participant
from ettle.together.types import Way, plan_parts
from ettle.together.types.join_codes import format_code, read_code
from ettle.together.views.guest_cookies import write_guest_cookie


@audience(EVERYONE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The ways to learn together, and the areas for a team session."""
    context = {
        "supervision": queries.supervision_plan(),
        "timer": queries.action_learning_plan(),
        "team": queries.team_plan(),
        "areas": library.area_titles(),
    }
    return render(request, "together/index.html", context)


@audience(EVERYONE)
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """What supervision for two is, with its questions and its plan, which also work on paper."""
    plan = queries.supervision_plan()
    sessions = queries.open_sessions(request.user, now=timezone.now()) if request.user.is_authenticated else []
    rows = [_session_row(seat) for seat in sessions]
    parts = plan_parts(plan.parts, main=plan.main) if plan else []
    return render(request, "together/supervision.html", {"plan": plan, "parts": parts, "sessions": rows})


def _session_row(mine: Participant) -> dict[str, object]:
    other = next((row for row in mine.session.participants.all() if row.pk != mine.pk), None)
    return {
        "address": queries.session_address(mine),
        "name": other.name if other else "",
        "begun_at": mine.session.begun_at,
    }


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def start(request: SignedInRequest) -> HttpResponse:
    """Choose two phones or one, and start."""
    plan = queries.supervision_plan()
    if plan is None:
        raise Http404
    form = StartForm(posted_data(request))
    started = run_form(
        form,
        lambda data: actions.start_session(
            person=request.user, way=Way(data["way"]), other_name=data["other_name"], now=timezone.now()
        ),
    )
    if started:
        return redirect(queries.session_address(started.value))
    return render_form(request, "together/start.html", form, {"plan": plan})


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """Join by a code. Opening the page looks nothing up, so that a code cannot be tried without being counted.

    Only wrong codes are counted, and a right one is never refused for them: the staff of a care home share a network.
    """
    if code and read_code(code) is None:
        raise Http404
    person = request.user if request.user.is_authenticated else None
    name = person.get_short_name() if person else ""
    initial = {"code": format_code(read_code(code) or "") if code else "", "name": name, "key": uuid.uuid4()}
    form = JoinForm(posted_data(request), initial=initial)

    def join_or_count(data: dict[str, Any]) -> Participant:
        now = timezone.now()
        try:
            return actions.join_session(data["code"], name=data["name"], key=data["key"], person=person, now=now)
        except actions.CodeNotFound:
            consume(WRONG_CODES, client_network(request), now=now, field="code")
            raise

    joined = run_form(form, join_or_count)
    if joined:
        messages.success(request, _("You have joined"))
        response = redirect(queries.session_address(joined.value))
        if joined.value.person_id is None:
            write_guest_cookie(response, joined.value)
        return response
    return render_form(request, "together/join.html", form)
