"""Browsers that a person has used, recorded in a signed cookie that does not reveal who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from ettle.people.models import User

SALT = "people.devices"
DAYS_400 = 400 * 24 * 60 * 60
MOST_PEOPLE = 20

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


def describe_browser(user_agent: str) -> str:
    """Return a short description of a browser in words of ours; nothing of the user agent is repeated.

    Empty for a browser on a system when neither is known.
    """
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "")
    system = next((words for mark, words in SYSTEMS if mark in user_agent), "")
    return f"{browser or 'A browser'} on {system}" if system else browser


def is_known_browser(request: HttpRequest, person: User) -> bool:
    """Whether this person has signed in with this browser before."""
    mine = _person_hash(person)
    return any(constant_time_compare(mark, mine) for mark in _stored_hashes(request))


def remember_browser(request: HttpRequest, response: HttpResponse, person: User, *, for_good: bool) -> None:
    """Mark the browser as one that knows the person; on a shared device only until it is closed."""
    mine = _person_hash(person)
    others = [mark for mark in _stored_hashes(request) if mark != mine]
    marks = [*others[-MOST_PEOPLE + 1 :], mine]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(marks, salt=SALT),
        max_age=DAYS_400 if for_good else None,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/account/",
    )


def _person_hash(person: User) -> str:
    return salted_hmac(SALT, str(person.uuid), algorithm="sha256").hexdigest()[:32]


def _stored_hashes(request: HttpRequest) -> list[str]:
    try:
        marks = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [str(mark) for mark in marks] if isinstance(marks, list) else []
