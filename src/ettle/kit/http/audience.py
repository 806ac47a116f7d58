"""Who may open an address, declared once above its view. A view without an audience is closed.

    @audience(ADMINISTRATORS)
    @require_safe
    def manage(request): ...

AudienceMiddleware enforces it, and lets no browser store a page that is not for everyone. The table of all addresses is
made from the audiences. An audience is about the address; which rows a person may see there is decided by the room's
queries, which do not find other people's rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from ettle.people.models import User

# For pages of one person: nothing of them stays on the computer.
NOT_STORED = "private, no-store"
# In a session: when its person passed the second step of signing in, as ISO text.
SECOND_FACTOR_AT = "second_factor_at"
# In request.META: that the request met an address for people who are signed in, and was led to sign in instead.
ASKED_TO_SIGN_IN = "ettle.asked_to_sign_in"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Audience:
    """Some of the people who use the site.

    people: who they are, for the table of addresses. includes: whether a signed-in person is one of them; None when
    no sign-in is needed. second_factor: whether their session must have passed the second step of signing in.
    """

    people: str
    includes: Callable[[User], bool] | None
    second_factor: bool = False


def _is_author(person: User) -> bool:
    return person.is_staff


def _is_administrator(person: User) -> bool:
    return person.is_superuser


EVERYONE = Audience("everyone", None)
LINK_HOLDERS = Audience("anyone with the link", None)
TOKEN_HOLDERS = Audience("monitoring, with the operator's token", None)  # the view compares it
# Of the API: the view answers a visitor with a refusal that a program can read, where a page would lead to sign in.
ACCOUNT_HOLDERS = Audience("people who are signed in; anyone else is told so as data", None)
SIGNED_IN = Audience("people who are signed in", lambda person: True)
AUTHORS = Audience("authors and administrators", _is_author, second_factor=True)
ADMINISTRATORS = Audience("administrators", _is_administrator, second_factor=True)


def audience(people: Audience) -> Callable[[View], View]:
    """Declare who may open a view. It goes first, above all other decorators."""

    def mark(view: View) -> View:
        view.audience = people  # type: ignore[attr-defined]  # a function takes any attribute
        return view

    return mark


def find_audience(view: Callable[..., object]) -> Audience | None:
    """Return who may open this view; None when it has no audience."""
    return getattr(view, "audience", None)


def needs_sign_in(address: str) -> bool:
    """Whether the page at an address of this site is closed to visitors. An address without a page is not."""
    try:
        view = resolve(urlsplit(address).path).func
    except (Resolver404, ValueError):
        return False
    people = find_audience(view)
    return people is not None and people.includes is not None


class AudienceMiddleware(LoginRequiredMiddleware):
    """Redirects visitors to sign in where that is needed; answers 404 to people who may not open an address."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        people = find_audience(view_func)
        request.audience = people  # type: ignore[attr-defined]  # for process_response
        if people is None:
            raise ImproperlyConfigured(f"{request.path_info} is closed: its view has no @audience above it")
        if people.includes is None:
            return None
        if not request.user.is_authenticated:
            request.META[ASKED_TO_SIGN_IN] = True
            return self.handle_no_permission(request, view_func)
        if not people.includes(request.user):
            raise Http404
        if people.second_factor and not has_passed_second_step(request):
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
            return HttpResponseRedirect(f"{resolve_url(settings.SECOND_FACTOR_URL)}?{urlencode({'next': back})}")
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let no browser or proxy store what is for some people only, or what a signed-in person was shown."""
        control = response.headers.get("Cache-Control", "")
        if _is_private(request, control) and "no-store" not in control:
            response.headers["Cache-Control"] = NOT_STORED
        return response


def has_passed_second_step(request: HttpRequest) -> bool:
    return bool(request.session.get(SECOND_FACTOR_AT))


def is_asked_to_sign_in(request: HttpRequest) -> bool:
    """Whether the request was not taken because nobody is signed in."""
    return bool(request.META.get(ASKED_TO_SIGN_IN))


def _is_private(request: HttpRequest, control: str) -> bool:
    people: Audience | None = getattr(request, "audience", None)
    if people is not None and people != EVERYONE:
        return True
    # An address for everyone is private when the view looked who is signed in, unless it says it is the same for all.
    person = getattr(request, "_cached_user", None)
    return person is not None and person.is_authenticated and "public" not in control
