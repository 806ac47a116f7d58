"""Choosing a role, a setting or a language to see pages in. The browser remembers it; nothing is stored here."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.choice_cookie import read_choices, write_choices
from ettle.kit.http.language_choice import known_language
from ettle.kit.values.web_addresses import split_address
from ettle.people import queries
from ettle.people.views.profile import next_page


@audience(EVERYONE)
@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Remember a role, a setting or a language in the browser, and go to the page named by ?next=.

    An empty one is forgotten. The address of the next page names role and setting too, for browsers without cookies.
    """
    choices, chosen = read_choices(request), {}
    if "role" in request.GET:
        chosen["role"] = queries.known_role(request.GET["role"])
    if "setting" in request.GET:
        chosen["setting"] = queries.known_setting(request.GET["setting"])
    response = redirect(_with_choices(next_page(request, "/"), chosen))
    if "language" in request.GET:
        chosen["language"] = known_language(request.GET["language"])
    write_choices(response, replace(choices, **chosen))
    return response


def _with_choices(address: str, chosen: dict[str, str]) -> str:
    parts = split_address(address)
    query = {**dict(parse_qsl(parts.query)), **chosen}
    return urlunsplit(parts._replace(query=urlencode(query)))
