"""Pages for authors: what people are asked, version by version, and a form for the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.instruments import actions as instrument_actions
from ettle.instruments.feedback_specs import FeedbackSpec
from ettle.journey.views.answering import status
from ettle.kit.gates import authors
from ettle.kit.once import once
from ettle.kit.refused import Refused
from ettle.kit.uuids import as_uuid
from ettle.people import queries as people
from ettle.people.requests import SignedInRequest
from ettle.workshop.instruments import queries, sitting
from ettle.workshop.instruments.anew import starting_anew
from ettle.workshop.instruments.forms import FeedbackForm, form_for
from ettle.workshop.instruments.looking import drawings, look

if TYPE_CHECKING:
    from ettle.instruments.models import Draft
    from ettle.instruments.specs import InstrumentSpec
    from ettle.workshop.instruments.fields import InstrumentForm
    from ettle.workshop.instruments.sitting import Sitting

# What keeps a page without publishing it, and what is said then. "save": while somebody types.
KEEPING = {
    "save": "",
    "keep": "Your draft is kept. Nothing is published yet",
    "hand": "Your draft is handed over. Whoever publishes finds it on this page",
}


@require_safe
@authors
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every instrument with its versions."""
    context = {"instruments": queries.listed(), "may_publish": people.may_publish(request.user)}
    return render(request, "workshop/instruments/instruments.html", context)


@require_safe
@authors
def version(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """One version as it was published, to read."""
    found = _found(key, edition)
    form = form_for(found.spec)(before=found.spec)
    context = {"version": found, "parts": form.as_read(), "look": look(found.spec)}
    return render(request, "workshop/instruments/version.html", context)


@require_http_methods(["GET", "POST"])
@authors
@once
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """The newest version, or a draft, as a form: look at it, keep it, publish it as a new version."""
    newest = _found(key)
    return _sent(request, newest) if request.method == "POST" else _opened(request, newest)


@require_POST
@authors
def let_go(request: SignedInRequest, key: str, uuid: UUID) -> HttpResponse:
    """Take away a draft of one's own."""
    draft = queries.draft(key, uuid)
    if draft is None or draft.writer != request.user:
        raise Http404
    instrument_actions.let_go(draft, by=request.user, now=timezone.now())
    messages.success(request, "The draft is gone")
    return redirect("workshop:instruments")


def _opened(request: SignedInRequest, newest: queries.Version) -> HttpResponse:
    draft = None
    if "draft" in request.GET:
        named = as_uuid(request.GET["draft"])
        draft = queries.draft(newest.spec.key, named) if named else None
        if draft is None:
            raise Http404
    form = form_for(newest.spec)(before=newest.spec, said=draft.said if draft else None)
    return _page(request, newest, form, sitting.begun(draft, newest.edition), draft=draft)


def _sent(request: SignedInRequest, newest: queries.Version) -> HttpResponse:
    form = form_for(newest.spec)(request.POST, before=newest.spec)
    at = sitting.sent(request.POST)
    go = request.POST.get("go")
    if go in KEEPING:
        return _kept(request, newest, form, at, go)
    if not form.is_valid():
        return _page(request, newest, form, at)
    written = form.written()
    anew = starting_anew(newest.spec, written)
    if go != "publish":
        return _page(request, newest, form, at, look=look(written), anew=anew)
    if anew and anew.is_all and "told" not in request.POST and people.may_publish(request.user):
        return _page(request, newest, form, at, anew=anew, must_ask=True)
    if _published(request, form, newest, at):
        return redirect("workshop:instruments")
    return _page(request, newest, form, replace(at, after=newest.edition))


def _kept(
    request: SignedInRequest, newest: queries.Version, form: InstrumentForm, at: Sitting, go: str
) -> HttpResponse:
    """Keep what was typed, right or wrong: for later, for somebody who publishes, or while it is being typed."""
    after = int(at.after) if str(at.after).isdecimal() and len(str(at.after)) < 5 else newest.edition
    try:
        draft = instrument_actions.keep_draft(
            at.uuid,
            key=newest.spec.key,
            writer=request.user,
            after=after,
            said=form.typed(),
            opened=at.opened,
            is_handed=go == "hand",
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, newest, form, at)
    if go == "save":
        return HttpResponse(status=204)
    messages.success(request, KEEPING[go])
    if go == "hand":
        return redirect("workshop:instruments")
    return redirect(f"{request.path}?draft={draft.uuid}")


def _page(
    request: SignedInRequest,
    newest: queries.Version,
    form: InstrumentForm,
    at: Sitting,
    *,
    draft: Draft | None = None,
    **shown: Any,
) -> HttpResponse:
    """shown: the look, and what would start anew."""
    context = {
        "newest": newest,
        "form": form,
        "at": at,
        "draft": draft,
        "drafts": [] if form.is_bound else queries.other_drafts(newest.spec.key, draft),
        "may_publish": people.may_publish(request.user),
        **shown,
        "themes": form.themes if isinstance(form, FeedbackForm) else {},
        "drawings": drawings(),
    }
    return render(request, "workshop/instruments/change.html", context, status=status(form))


def _published(request: SignedInRequest, form: InstrumentForm, newest: queries.Version, at: Sitting) -> bool:
    """Publish what the form says and say what came of it. When it was refused, the form says why."""
    try:
        edition = _publish(form.written(), request, after=form.cleaned_data["after"])
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    instrument_actions.published_from(at.uuid, by=request.user, opened=at.opened)
    if edition == newest.edition:
        messages.success(request, "Nothing has changed, so nothing was published")
    else:
        messages.success(request, f"Version {edition} is published. Whoever has begun keeps the words they began with")
    return True


def _publish(spec: InstrumentSpec | FeedbackSpec, request: SignedInRequest, *, after: int) -> int:
    now = timezone.now()
    if isinstance(spec, FeedbackSpec):
        return instrument_actions.publish_feedback(spec, by=request.user, now=now, after=after).edition
    return instrument_actions.publish_instrument(spec, by=request.user, now=now, after=after).edition


def _found(key: str, edition: int | None = None) -> queries.Version:
    found = queries.version(key, edition)
    if found is None:
        raise Http404
    return found
