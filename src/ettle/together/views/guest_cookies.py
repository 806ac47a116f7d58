"""The cookie that ties a guest's link to the browser that joined.

A link stays in the history of a browser and may be forwarded; without this cookie it opens nothing that a guest wrote.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ettle.together.models import SESSION_LASTS, Participant

PATH = "/together/with/"
SALT = "ettle.together.guest"


def write_guest_cookie(response: HttpResponse, guest: Participant) -> None:
    """Let this browser open the pages of this guest, for as long as a session lasts at most."""
    response.set_signed_cookie(
        _cookie_name(guest),
        str(guest.uuid),
        salt=SALT,
        max_age=SESSION_LASTS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def has_guest_cookie(request: HttpRequest, guest: Participant) -> bool:
    value = request.get_signed_cookie(_cookie_name(guest), default="", salt=SALT, max_age=SESSION_LASTS)
    return value == str(guest.uuid)


def _cookie_name(guest: Participant) -> str:
    """One for each session, so that joining a second session does not end the first."""
    return f"{settings.GUEST_COOKIE_NAME}_{guest.uuid.hex[:12]}"
