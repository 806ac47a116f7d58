"""The pages of a session: whose they are, and what is shown when the session is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ettle.together import queries
from ettle.together.models import Participant
from ettle.together.queries import Seat
from ettle.together.views.guest_cookies import has_guest_cookie

P = ParamSpec("P")


def with_seat(view: Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the seat of its link. A guest needs the browser that joined; a person with an account, to sign in.

    A link that is not ours, and one of a session that has ended, get the same page: it says nothing about a session.
    """

    @never_cache
    @wraps(view)
    def seated(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = timezone.now()
        seat = queries.find_seat(token, now=now)
        me = seat.me if seat else queries.find_participant_who_left(token, now=now)
        if me is None:
            return render(request, "together/over.html", status=404)
        if refusal := _refuse_stranger(request, me):
            return refusal
        if seat is None:
            return render(request, "together/left.html", {"until": me.session.expires_at}, status=404)
        return view(request, seat, *args, **kwargs)

    return seated


def _refuse_stranger(request: HttpRequest, participant: Participant) -> HttpResponse | None:
    """None for who may open these pages. Raises Http404 for a person who is signed in as someone else."""
    if participant.person_id is None:
        is_theirs = _may_open_as_guest(request, participant)
        return None if is_theirs else render(request, "together/other_browser.html", status=404)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if participant.person_id != request.user.pk:
        raise Http404
    return None


def _may_open_as_guest(request: HttpRequest, guest: Participant) -> bool:
    """Whether this browser joined as this guest, or is the one phone of both, which the starter is signed in on."""
    session = guest.session
    is_starters = session.starter_id is not None and session.starter_id == request.user.pk
    is_starters_phone = session.is_on_shared_phone and is_starters
    return is_starters_phone or has_guest_cookie(request, guest)
