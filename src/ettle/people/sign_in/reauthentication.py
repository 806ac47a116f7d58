"""Sensitive pages need a recent sign-in: an unattended browser cannot be used to delete or download an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from ettle.people.types import SIGNED_IN_AT

SIGN_IN_LASTS = timedelta(minutes=20)
View = Callable[..., HttpResponseBase]


def has_recent_sign_in(request: HttpRequest, now: datetime) -> bool:
    """Whether this browser signed in within the last 20 minutes."""
    at = request.session.get(SIGNED_IN_AT)
    return at is not None and now - datetime.fromisoformat(at) < SIGN_IN_LASTS


def require_recent_sign_in(view: View) -> View:
    """Decorate a view: people whose sign-in is not recent sign in again first and then return."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or has_recent_sign_in(request, timezone.now()):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('people:sign-in-again')}?{urlencode({'next': request.path})}")

    return guarded
