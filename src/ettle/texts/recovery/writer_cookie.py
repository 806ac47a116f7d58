"""Whose page a posted form comes from, when no session says so any more.

Each sign-in gives the browser a new token against forged requests, and a page carries the token of its time. A signed
cookie lists which account the last few tokens belonged to. It is read only when a form could not be taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from ettle.people.models import User

SALT = "ettle.texts.writers"
MOST_WRITERS = 6


def remember_writer(request: HttpRequest, response: HttpResponseBase, person: User) -> None:
    """Note that the token of this browser belongs to this person, unless that is noted already."""
    secret = request.META.get("CSRF_COOKIE")
    if not secret:
        return
    mine = [_hash_secret(secret), str(person.uuid)]
    noted = _read_writers(request)
    if mine in noted:
        return
    others = [writer for writer in noted if writer[0] != mine[0]]
    response.set_cookie(
        settings.WRITERS_COOKIE_NAME,
        signing.dumps([*others, mine][-MOST_WRITERS:], salt=SALT),
        max_age=None if request.session.get_expire_at_browser_close() else settings.SESSION_COOKIE_AGE + 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def find_writer(request: HttpRequest) -> str | None:
    """Return the uuid of the account whose page the posted form was on; None when this browser cannot tell."""
    mine = _hash_secret(_unmask_token(request.POST.get("csrfmiddlewaretoken", "")))
    return next((account for mark, account in _read_writers(request) if mark == mine), None)


def _unmask_token(token: str) -> str:
    """Return the secret of this browser's cookie from a page's token, which Django masks anew for each page."""
    mask, masked = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
    if len(masked) != CSRF_SECRET_LENGTH or not set(token) <= set(CSRF_ALLOWED_CHARS):
        return token
    places = CSRF_ALLOWED_CHARS.index
    return "".join(
        CSRF_ALLOWED_CHARS[places(letter) - places(shift)] for letter, shift in zip(masked, mask, strict=True)
    )


def _hash_secret(secret: str) -> str:
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()[:24]


def _read_writers(request: HttpRequest) -> list[list[str]]:
    try:
        writers = signing.loads(request.COOKIES.get(settings.WRITERS_COOKIE_NAME, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return writers if isinstance(writers, list) else []
