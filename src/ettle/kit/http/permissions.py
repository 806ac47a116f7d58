"""Gates before pages that not everybody may open: to whoever may not, there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.http import Http404, HttpResponse

from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

P = ParamSpec("P")


def administrators_only(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[Any, P], HttpResponse]:
    """For administrators alone."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def authors_only(view: Callable[Concatenate[Any, P], HttpResponse]) -> Callable[Concatenate[Any, P], HttpResponse]:
    """For whoever may open the authors' pages, an administrator among them."""

    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def refuse_non_administrators(person: User) -> None:
    """For actions: Raises Refused."""
    if not person.is_superuser:
        raise Refused("Only an administrator can do this.")
