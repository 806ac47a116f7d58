"""The cookie that tells the browser in which a learner asks for endorsements from the endorser's own.

A learner who signs out could open the link in the same browser. The cookie goes to the endorsers' pages alone, outlives
signing out, and names no one: it has a keyed hash for each learner who asked.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ettle.people.models import User

PATH = "/endorse/"
SALT = "ettle.evidence.asking-browser"
LASTS = timedelta(days=400)
MOST_LEARNERS = 20  # who asked with one browser; the earliest are forgotten


def remember_asking_browser(request: HttpRequest, response: HttpResponse, learner: User) -> None:
    """Mark this browser as one in which this learner looked at their endorsements."""
    mine = _hash_learner(learner)
    others = [mark for mark in _stored_hashes(request) if mark != mine]
    response.set_cookie(
        settings.ASKING_COOKIE_NAME,
        signing.dumps([*others[-MOST_LEARNERS + 1 :], mine], salt=SALT),
        max_age=LASTS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_asking_browser(request: HttpRequest, learner: User) -> bool:
    return _hash_learner(learner) in _stored_hashes(request)


def _hash_learner(learner: User) -> str:
    return salted_hmac(SALT, str(learner.uuid), algorithm="sha256").hexdigest()[:32]


def _stored_hashes(request: HttpRequest) -> list[str]:
    try:
        marks = signing.loads(request.COOKIES.get(settings.ASKING_COOKIE_NAME, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [str(mark) for mark in marks] if isinstance(marks, list) else []
