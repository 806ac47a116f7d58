"""What a page of the frameworks is cached under: the state of the frameworks and the model, and what was asked for."""

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
# Pages at longer addresses are not stored: nobody may fill the cache with addresses that they made up.
LONGEST_ADDRESS = 120


@dataclass(frozen=True)
class SharedPart:
    """What a page shows everyone alike, rendered. title: of the page."""

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
    """The part that a template shows for a choice, from the cache while no framework and not the model has changed.

    build_context: called when nothing is stored. It gives the page's title too, or raises Http404.
    """

    def render_part() -> SharedPart:
        context = build_context()
        return SharedPart(context["title"], render_to_string(template, context))

    return cached_part(_state_key(request, template, *choice), render_part)


def _state_key(request: HttpRequest, *shown: str) -> Key | None:
    """None while a draft is shown in place of the site: what its author sees is stored for nobody."""
    return None if shown_snapshot() else (*shown, _read_state(request))


def _read_state(request: HttpRequest) -> str:
    """The state of frameworks and model, asked once in a request: a page is found and rendered by the same one."""
    state: str | None = getattr(request, "_framework_state", None)
    if state is None:
        state = request._framework_state = queries.current_state()  # type: ignore[attr-defined]  # for this function alone
    return state


def _visitor_key(request: HttpRequest) -> Key | None:
    address = request.get_full_path()
    return _state_key(request, address) if len(address) <= LONGEST_ADDRESS else None
