"""Run the action of a form and show the outcome.

    form = RevokeForm(posted_data(request))
    if run_form(form, lambda data: actions.revoke(award, reason=data["reason"], by=request.user, now=timezone.now())):
        messages.success(request, "The badge is withdrawn")
        return redirect("badges:revoke", award.uuid)
    return render_form(request, "badges/revoke.html", form, {"award": award})

Where a view has more than this to decide, it catches Refused itself and hands it to `add_refusal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html

from ettle.kit.http.idempotency import AlreadySent
from ettle.kit.refusal import LimitReached, Refused

T = TypeVar("T")
UNPROCESSABLE = 422
CONFLICT = 409
TOO_MANY_REQUESTS = 429
LIMIT = "limit"
ALREADY_SENT = (
    'You have already sent this form, and that has not changed. <a href="{}">Go to what you sent</a>. '
    "What the form says now is not sent. To send it as well, send the form again."
)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What an action returned. Always true, so that `if outcome:` asks whether the action was done."""

    value: T


def posted_data(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def run_form(form: BaseForm, action: Callable[[dict[str, Any]], T]) -> Outcome[T] | None:
    """Call an action with the cleaned data of a valid form.

    Returns None when nothing was sent, when the form is not valid, and when the action was refused; the form then
    holds the words of the refusal beside what was typed. A form that was sent before, with other content, is
    refused too where its view declares OtherContent.SHOW.
    """
    if refuse_resent(form) or not form.is_valid():
        return None
    try:
        return Outcome(action(form.cleaned_data))
    except Refused as refusal:
        add_refusal(form, refusal)
        return None


def refuse_resent(form: BaseForm) -> bool:
    """Say on the form that it was sent before with other content. Returns whether that is so."""
    sent: AlreadySent | None = getattr(form.data, "already_sent", None)
    if sent is None or sent.is_correction:
        return False
    form.add_error(None, format_html(ALREADY_SENT, sent.location))
    sent.is_shown = True
    return True


def add_refusal(form: BaseForm, refusal: Refused) -> None:
    """Show a refusal at the field it belongs to, or at the top when the form has no such field."""
    fault = _limit_fault(refusal) if isinstance(refusal, LimitReached) else ValidationError(str(refusal))
    form.add_error(refusal.field if refusal.field in form.fields else None, fault)


@contextmanager
def limit_as_form_error() -> Iterator[None]:
    """In the clean method of a form that is not ours to run: a limit that is reached is an error of the form."""
    try:
        yield
    except LimitReached as refusal:
        raise _limit_fault(refusal) from None


class LimitFault(ValidationError):
    """A limit is reached. seconds: until it is over."""

    seconds = 0


def _limit_fault(reached: LimitReached) -> LimitFault:
    fault = LimitFault(str(reached), code=LIMIT)
    fault.seconds = reached.seconds
    return fault


def is_limit_reached(form: BaseForm) -> bool:
    """Whether the form was refused because a limit is reached."""
    return seconds_to_wait(form) > 0


def seconds_to_wait(form: BaseForm) -> int:
    """How long until a limit is over that the form has reached; 0 when it has reached none."""
    faults = (fault for faults in form.errors.as_data().values() for fault in faults)
    return max((fault.seconds for fault in faults if isinstance(fault, LimitFault)), default=0)


def render_form(
    request: HttpRequest, template: str, form: BaseForm, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Render a page with its form; the status is 422 when the form shows an error, 429 when a limit is reached."""
    status = UNPROCESSABLE if form.errors else 200
    seconds = seconds_to_wait(form)
    if seconds:
        status = TOO_MANY_REQUESTS
    response = render(request, template, {"form": form, **(context or {})}, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)  # scripts that sent the form say when
    return response


def run_button(request: HttpRequest, action: Callable[[], T], done: str) -> Outcome[T] | None:
    """Call the action of a button that has no form of its own; the next page says `done`, or why it was refused."""
    try:
        outcome = Outcome(action())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return outcome


def render_not_saved(
    request: HttpRequest, reason: str, *, words: str, onward: str, onward_words: str = ""
) -> HttpResponse:
    """Say that what was sent was not saved, and why, with the words. A redirect would say that it was saved.

    onward: the address of the page to go on to. onward_words: what the link there says; "" for ‘Continue’.
    """
    context = {"reason": reason, "words": words, "onward": onward, "onward_words": onward_words}
    return render(request, "kit/not_saved.html", context, status=CONFLICT)
