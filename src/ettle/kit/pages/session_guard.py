"""The mark of a signed-in person in a page, by which the page notices that its session has ended.

A browser may show a page again that it has in memory (its back/forward cache), also after sign-out and although the
page says no-store. kit/js/session-guard.js then asks whose session this is now and shows nothing if it is another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

SALT = "kit.session-guard"


def person_mark(person: User | AnonymousUser | None) -> str:
    """Return 16 letters that differ for each person and reveal nothing about them; "" for a visitor."""
    if person is None or not person.is_authenticated:
        return ""
    return salted_hmac(SALT, str(person.uuid), algorithm="sha256").hexdigest()[:16]


def idle_seconds(request: HttpRequest) -> int:
    """Return after how many seconds without a request this session ends; 0 when it lasts longer than the browser."""
    session = request.session
    return session.get_expiry_age() if session.get_expire_at_browser_close() else 0
