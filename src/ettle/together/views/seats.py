"""The pages of a session: whose they are, and what is shown when the session is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ettle.together import queries
from ettle.together.queries import Seat

P = ParamSpec("P")


def with_seat(view: Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the seat of its link. A guest's link is enough; a person with an account must be signed in too.

    A link that is not ours, and one of a session that has ended, get the same page: it says nothing about a session.
    """

    @never_cache
    @wraps(view)
    def seated(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        seat = queries.find_seat(token, now=timezone.now())
        if seat is None:
            return render(request, "together/over.html", status=404)
        if not seat.me.may_be_opened_by(request.user):
            if not request.user.is_authenticated:
                return redirect_to_login(request.path)
            return render(request, "together/over.html", status=404)
        return view(request, seat, *args, **kwargs)

    return seated
