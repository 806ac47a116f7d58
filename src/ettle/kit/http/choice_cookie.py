"""The cookie with what a reader has chosen to see: a role and a setting.

It names no person and is stored nowhere else: everyone who chose the same has the same cookie. So a page may be cached
for visitors who have it, under a key that contains the choices (kit.pages.page_cache).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAME: str = settings.CHOICES_COOKIE_NAME
WRITTEN = re.compile(r"([a-z0-9-]{0,40})\.([a-z0-9-]{0,40})")
LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Choices:
    """Keys, as they came: whether there is such a role or setting is for the room that knows them."""

    role: str = ""
    setting: str = ""


def read_choices(request: HttpRequest) -> Choices:
    match = WRITTEN.fullmatch(request.COOKIES.get(NAME, ""))
    return Choices(match[1], match[2]) if match else Choices()


def write_choices(response: HttpResponse, choices: Choices) -> None:
    """Store the choices in the browser; without any, delete the cookie."""
    if choices == Choices():
        forget_choices(response)
        return
    response.set_cookie(
        NAME,
        f"{choices.role}.{choices.setting}",
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_choices(response: HttpResponse) -> None:
    response.delete_cookie(NAME, samesite="Lax")


def has_other_cookies(request: HttpRequest) -> bool:
    """Whether the browser sent any cookie that may belong to one person."""
    return bool(request.COOKIES.keys() - {NAME})
