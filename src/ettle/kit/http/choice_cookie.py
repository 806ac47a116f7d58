"""The cookie with what a reader has chosen to see: a role, a setting and a language.

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
WRITTEN = re.compile(r"([a-z0-9-]{0,40})\.([a-z0-9-]{0,40})(?:\.([a-z0-9-]{0,12}))?")
LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Choices:
    """Keys, as they came: whether there is such a role, setting or language is for the room that knows them."""

    role: str = ""
    setting: str = ""
    language: str = ""


def read_choices(request: HttpRequest) -> Choices:
    match = WRITTEN.fullmatch(request.COOKIES.get(NAME, ""))
    return Choices(match[1], match[2], match[3] or "") if match else Choices()


def write_choices(response: HttpResponse, choices: Choices) -> None:
    """Store the choices in the browser; without any, delete the cookie."""
    if choices == Choices():
        response.delete_cookie(NAME, samesite="Lax")
        return
    response.set_cookie(
        NAME,
        f"{choices.role}.{choices.setting}" + (f".{choices.language}" if choices.language else ""),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_choices(request: HttpRequest, response: HttpResponse) -> None:
    """Forget role and setting. The language stays: the next person at this browser can read how to change it."""
    write_choices(response, Choices(language=read_choices(request).language))


def has_other_cookies(request: HttpRequest) -> bool:
    """Whether the browser sent any cookie that may belong to one person."""
    return bool(request.COOKIES.keys() - {NAME})
