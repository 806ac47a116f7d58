"""The second step of signing in, which the pages of assessors, leads, authors and administrators need.

A session has passed it when its person used an authenticator app, a recovery code or a passkey in it. The pages that
need it say so with their audience (kit.http.audience), and send a session that has not passed it here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from ettle.kit.http.audience import SECOND_FACTOR_AT, has_passed_second_step
from ettle.people import queries
from ettle.people.actions import demo_address
from ettle.people.actions.demo import DEMO_PEOPLE

if TYPE_CHECKING:
    from ettle.people.models import User

View = Callable[..., HttpResponseBase]


def mark_passed(request: HttpRequest, now: datetime) -> None:
    """Let this session open the pages that need the second step."""
    request.session[SECOND_FACTOR_AT] = now.isoformat()


def mark_if_passkey(request: HttpRequest, person: User, now: datetime) -> None:
    """The same at sign-in with a passkey: it is both steps, as the device asks for a finger, a face or its lock."""
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, person)):
        mark_passed(request, now)


def unmark_without_factor(request: HttpRequest, person: User) -> None:
    """Close those pages again to a session whose person has removed the last of their factors."""
    if not queries.has_second_factor(person):
        request.session.pop(SECOND_FACTOR_AT, None)


def second_step_url(going_to: str) -> str:
    return f"{resolve_url(settings.SECOND_FACTOR_URL)}?{urlencode({'next': going_to})}"


def require_second_step(view: View) -> View:
    """Decorate a view that changes factors: whoever can only read the person's email adds none to those they have."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if not person.is_authenticated or has_passed_second_step(request):
            return view(request, *args, **kwargs)
        if queries.needs_second_factor(person) and queries.has_second_factor(person):
            return HttpResponseRedirect(second_step_url(request.get_full_path()))
        return view(request, *args, **kwargs)

    return guarded


def demo_code(person: User) -> str:
    """Return the code that the app of a demo person shows now, for the page; "" for others and on other sites."""
    secret = _demo_secret(person)
    if not secret:
        return ""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def is_demo_code(person: User, typed: str) -> bool:
    """Whether this is the code of a demo person. It works more than once: visitors share it."""
    secret = _demo_secret(person)
    return bool(secret) and bool(totp.validate_totp_code(secret, typed))


def _demo_secret(person: User) -> str:
    if not settings.DEMO or person.email not in {demo_address(name) for name, *_ in DEMO_PEOPLE}:
        return ""
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return str(decrypt(app.data["secret"])) if app else ""
