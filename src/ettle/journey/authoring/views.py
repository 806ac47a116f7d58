"""Pages for authors: what people are asked, version by version, and a form for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ettle.journey import actions
from ettle.journey.authoring import queries
from ettle.journey.authoring.forms import FeedbackForm, form_for
from ettle.journey.authoring.looking import drawings, look
from ettle.journey.feedback import actions as feedback
from ettle.journey.feedback.specs import FeedbackSpec
from ettle.journey.views.answering import status
from ettle.kit.once import once
from ettle.kit.refused import Refused
from ettle.people import queries as people
from ettle.people.requests import SignedInRequest

if TYPE_CHECKING:
    from ettle.journey.authoring.fields import InstrumentForm
    from ettle.journey.specs import InstrumentSpec


@require_safe
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every instrument with its versions."""
    _authors_only(request)
    context = {"instruments": queries.listed(), "may_publish": people.may_publish(request.user)}
    return render(request, "journey/authoring/instruments.html", context)


@require_safe
def version(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """One version as it was published, to read."""
    _authors_only(request)
    found = _found(key, edition)
    form = form_for(found.spec)(before=found.spec)
    context = {"version": found, "parts": form.as_read(), "look": look(found.spec)}
    return render(request, "journey/authoring/version.html", context)


@require_http_methods(["GET", "POST"])
@once
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """The newest version as a form: look at it, then publish it as a new one."""
    _authors_only(request)
    if not people.may_publish(request.user):
        raise Http404
    newest = _found(key)
    form = form_for(newest.spec)(request.POST if request.method == "POST" else None, before=newest.spec)
    after: Any = request.POST.get("after", newest.edition)
    looked_at = None
    if form.is_valid():
        if request.POST.get("go") != "publish":
            looked_at = look(form.written())
        elif _published(request, form, newest):
            return redirect("journey:instruments")
        else:
            after = newest.edition
    context = {
        "newest": newest,
        "form": form,
        "after": after,
        "look": looked_at,
        "themes": form.themes if isinstance(form, FeedbackForm) else {},
        "drawings": drawings(),
    }
    return render(request, "journey/authoring/change.html", context, status=status(form))


def _published(request: SignedInRequest, form: InstrumentForm, newest: queries.Version) -> bool:
    """Publish what the form says and say what came of it. When it was refused, the form says why."""
    try:
        edition = _publish(form.written(), request, after=form.cleaned_data["after"])
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    if edition == newest.edition:
        messages.success(request, "Nothing has changed, so nothing was published")
    else:
        messages.success(request, f"Version {edition} is published. Whoever has begun keeps the words they began with")
    return True


def _publish(spec: InstrumentSpec | FeedbackSpec, request: SignedInRequest, *, after: int) -> int:
    now = timezone.now()
    if isinstance(spec, FeedbackSpec):
        return feedback.publish_feedback(spec, by=request.user, now=now, after=after).edition
    return actions.publish_instrument(spec, by=request.user, now=now, after=after).edition


def _found(key: str, edition: int | None = None) -> queries.Version:
    found = queries.version(key, edition)
    if found is None:
        raise Http404
    return found


def _authors_only(request: SignedInRequest) -> None:
    """To everybody else there is no such page."""
    if not request.user.is_staff:
        raise Http404
