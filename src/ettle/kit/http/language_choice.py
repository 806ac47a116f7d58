"""The language of a page: what the account says, else what the browser was told, else the site's first language.

Neither the address nor the browser's own languages are asked (decision 0050). A site with one language asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ettle.kit.http.choice_cookie import read_choices
from ettle.kit.translations.language_marks import finish_response

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class LanguageLink:
    """A language that a reader may choose. name: in that language. path: where the choice is made."""

    code: str
    name: str
    path: str
    is_current: bool


class LanguageMiddleware:
    """Activates the reader's language for the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not has_choice():
            return self.get_response(request)
        with translation.override(find_language(request)):
            response = self.get_response(request)
            finish_response(response)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


def has_choice() -> bool:
    """Whether this site offers more than one language."""
    return len(settings.LANGUAGES) > 1


def known_language(code: str) -> str:
    """Return the code if the site offers this language, else ""."""
    return code if code in dict(settings.LANGUAGES) else ""


def find_language(request: HttpRequest) -> str:
    """Return the code of the language to answer in. A visitor without a session costs no query."""
    own = ""
    if request.session.session_key:
        own = known_language(getattr(get_user(request), "language", ""))
    return own or known_language(read_choices(request).language) or settings.FIRST_LANGUAGE


def list_language_links(request: HttpRequest, *, signed_in: bool) -> list[LanguageLink]:
    """Return the languages to choose from; none where there is only one. Who is signed in chooses in their settings."""
    if not has_choice():
        return []
    current = translation.get_language()
    return [
        LanguageLink(code, name, _choice_path(request, code, signed_in=signed_in), code == current)
        for code, name in settings.LANGUAGES
    ]


def _choice_path(request: HttpRequest, code: str, *, signed_in: bool) -> str:
    if signed_in:
        return "/me/settings/#language"
    return f"/choose/?{urlencode({'language': code, 'next': request.path})}"
