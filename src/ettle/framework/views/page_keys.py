"""The cache keys of framework pages: the state of the frameworks and the model, and what was requested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ettle.framework import queries
from ettle.framework.versions.snapshots import shown_snapshot
from ettle.kit.pages.page_cache import Key, cached_part, cached_response

P = ParamSpec("P")
# Pages at longer addresses are not stored: nobody can fill the cache with invented addresses.
LONGEST_ADDRESS = 120


@dataclass(frozen=True)
class SharedPart:
    """The rendered part of a page that is the same for everyone. title: of the page."""

    title: str
    html: SafeString


def cache_for_visitors(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Store a visitor's page until a framework, the model or the brand changes."""

    @wraps(view)
    def cached_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return cached_response(
            request, key=lambda: _visitor_key(request), render=lambda: view(request, *args, **kwargs)
        )

    return cached_view


def render_shared_part(
    request: HttpRequest, template: str, choice: tuple[str, ...], build_context: Callable[[], dict[str, Any]]
) -> SharedPart:
    """The part that a template renders for a choice, from the cache until a framework or the model changes.

    build_context: called when nothing is cached. Its result has the page's title too; it may raise Http404.
    """

    def render_part() -> SharedPart:
        context = build_context()
        return SharedPart(context["title"], render_to_string(template, context))

    return cached_part(_state_key(request, template, *choice), render_part)


def _state_key(request: HttpRequest, *shown: str) -> Key | None:
    """None while a draft is shown instead of the site: what its author sees is not cached."""
    return None if shown_snapshot() else (*shown, _read_state(request))


def _read_state(request: HttpRequest) -> str:
    """The state of frameworks and model, read once in a request: a page is looked up and rendered by the same."""
    state: str | None = getattr(request, "_framework_state", None)
    if state is None:
        state = request._framework_state = queries.current_state()  # type: ignore[attr-defined]  # for this function alone
    return state


def _visitor_key(request: HttpRequest) -> Key | None:
    address = request.get_full_path()
    return _state_key(request, address) if len(address) <= LONGEST_ADDRESS else None
