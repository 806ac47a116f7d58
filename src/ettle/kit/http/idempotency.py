"""A form that is sent twice is answered once: double taps, retries on poor signal, replays.

The form carries a key (`{% once %}` in a template). The key is written in the same transaction as what the view did,
so either both are there or neither is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from ettle.kit.models import AnsweredPost

if TYPE_CHECKING:
    from ettle.people.models import User

P = ParamSpec("P")
FIELD = "once"


def answer_once(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[Any, P], HttpResponse]:
    """Answer a repeated post as the first was answered. Only redirects count as answered: an error can be corrected."""

    @wraps(view)
    def answered(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = _idempotency_key(request)
        if key is None or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        earlier = _earlier_answer(request.user, key, request.path)
        if earlier is not None:
            return earlier
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                _record_answer(request.user, key, request.path, response)
        except IntegrityError:
            # The same post arrived twice at once, and the other one was first.
            earlier = _earlier_answer(request.user, key, request.path)
            if earlier is None:
                raise
            return earlier
        return response

    return answered


def _idempotency_key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        # With the address, so that a key sent to another form is another key and not a clash.
        return uuid.uuid5(uuid.UUID(request.POST.get(FIELD, "")), request.path)
    except ValueError:
        return None


def _earlier_answer(person: User, key: uuid.UUID, path: str) -> HttpResponse | None:
    row = AnsweredPost.objects.filter(person=person, key=key, path=path[:500]).first()
    return HttpResponseRedirect(row.location) if row else None


def _record_answer(person: User, key: uuid.UUID, path: str, response: HttpResponse) -> None:
    if isinstance(response, HttpResponseRedirect):
        AnsweredPost.objects.create(
            key=key, person=person, path=path[:500], location=response.url, answered_at=timezone.now()
        )
