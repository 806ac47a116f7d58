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
from ettle.kit.forms.outcomes import add_refusal, render_form, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.uuids import parse_uuid
from ettle.people import queries as people
from ettle.people.types import SignedInRequest
from ettle.workshop.instruments import edit_state, queries
from ettle.workshop.instruments.comparability import find_comparison_break
from ettle.workshop.instruments.forms import FeedbackForm, form_class_for
from ettle.workshop.instruments.preview import build_preview, render_pictures

if TYPE_CHECKING:
    from ettle.instruments.models import Draft
    from ettle.instruments.specs import InstrumentSpec
    from ettle.workshop.instruments.edit_state import EditState
    from ettle.workshop.instruments.fields import InstrumentForm

# What keeps a page without publishing it, and what is said then. "save": while somebody types.
SAVE_MESSAGES = {
    "save": "",
    "keep": "Your draft is kept. Nothing is published yet",
    "hand": "Your draft is handed over. Whoever publishes finds it on this page",
}


@audience(AUTHORS)
@require_safe
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every instrument with its versions."""
    context = {"instruments": queries.list_instruments(), "may_publish": people.can_publish(request.user)}
    return render(request, "workshop/instruments/instruments.html", context)


@audience(AUTHORS)
@require_safe
def version(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """One version as it was published, to read."""
    found = _get_version(key, edition)
    form = form_class_for(found.spec)(before=found.spec)
    context = {"version": found, "parts": form.read_only_groups(), "look": build_preview(found.spec)}
    return render(request, "workshop/instruments/version.html", context)


@audience(AUTHORS)
@require_http_methods(["GET", "POST"])
@answer_once
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """The newest version, or a draft, as a form: look at it, keep it, publish it as a new version."""
    newest = _get_version(key)
    return _handle_post(request, newest) if request.method == "POST" else _show_form(request, newest)


@audience(AUTHORS)
@require_POST
def discard_draft(request: SignedInRequest, key: str, uuid: UUID) -> HttpResponse:
    """Take away a draft of one's own."""
    draft = queries.find_draft(key, uuid)
    if draft is None or draft.writer != request.user:
        raise Http404
    instrument_actions.discard_draft(draft, by=request.user, now=timezone.now())
    messages.success(request, "The draft is gone")
    return redirect("workshop:instruments")


def _show_form(request: SignedInRequest, newest: queries.VersionDetail) -> HttpResponse:
    draft = None
    if "draft" in request.GET:
        named = parse_uuid(request.GET["draft"])
        draft = queries.find_draft(newest.spec.key, named) if named else None
        if draft is None:
            raise Http404
    form = form_class_for(newest.spec)(before=newest.spec, said=draft.said if draft else None)
    return _render_form(request, newest, form, edit_state.new_edit_state(draft, newest.edition), draft=draft)


def _handle_post(request: SignedInRequest, newest: queries.VersionDetail) -> HttpResponse:
    form = form_class_for(newest.spec)(request.POST, before=newest.spec)
    at = edit_state.parse_edit_state(request.POST)
    go = request.POST.get("go")
    if go in SAVE_MESSAGES:
        return _save_draft(request, newest, form, at, go)
    if not form.is_valid():
        return _render_form(request, newest, form, at)
    written = form.form_to_spec()
    anew = find_comparison_break(newest.spec, written)
    if go != "publish":
        return _render_form(request, newest, form, at, look=build_preview(written), anew=anew)
    if anew and anew.is_all and "told" not in request.POST and people.can_publish(request.user):
        return _render_form(request, newest, form, at, anew=anew, must_ask=True)
    if _publish_form(request, form, newest, at):
        return redirect("workshop:instruments")
    return _render_form(request, newest, form, replace(at, after=newest.edition))


def _save_draft(
    request: SignedInRequest, newest: queries.VersionDetail, form: InstrumentForm, at: EditState, go: str
) -> HttpResponse:
    """Keep what was typed, right or wrong: for later, for somebody who publishes, or while it is being typed."""
    after = int(at.after) if str(at.after).isdecimal() and len(str(at.after)) < 5 else newest.edition
    try:
        draft = instrument_actions.save_draft(
            at.uuid,
            key=newest.spec.key,
            writer=request.user,
            after=after,
            said=form.typed_values(),
            opened=at.opened,
            is_handed=go == "hand",
            now=timezone.now(),
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _render_form(request, newest, form, at)
    if go == "save":
        return HttpResponse(status=204)
    messages.success(request, SAVE_MESSAGES[go])
    if go == "hand":
        return redirect("workshop:instruments")
    return redirect(f"{request.path}?draft={draft.uuid}")


def _render_form(
    request: SignedInRequest,
    newest: queries.VersionDetail,
    form: InstrumentForm,
    at: EditState,
    *,
    draft: Draft | None = None,
    **shown: Any,
) -> HttpResponse:
    """shown: the look, and what would start anew."""
    context = {
        "newest": newest,
        "at": at,
        "draft": draft,
        "drafts": [] if form.is_bound else queries.other_drafts(newest.spec.key, draft),
        "may_publish": people.can_publish(request.user),
        **shown,
        "themes": form.themes if isinstance(form, FeedbackForm) else {},
        "drawings": render_pictures(),
    }
    return render_form(request, "workshop/instruments/change.html", form, context)


def _publish_form(request: SignedInRequest, form: InstrumentForm, newest: queries.VersionDetail, at: EditState) -> bool:
    """Publish what the form says and say what came of it. When it was refused, the form says why."""
    published = run_form(form, lambda data: _publish_spec(form.form_to_spec(), request, after=data["after"]))
    if published is None:
        return False
    edition = published.value
    instrument_actions.remove_published_draft(at.uuid, by=request.user, opened=at.opened)
    if edition == newest.edition:
        messages.success(request, "Nothing has changed, so nothing was published")
    else:
        messages.success(request, f"Version {edition} is published. Whoever has begun keeps the words they began with")
    return True


def _publish_spec(spec: InstrumentSpec | FeedbackSpec, request: SignedInRequest, *, after: int) -> int:
    now = timezone.now()
    if isinstance(spec, FeedbackSpec):
        return instrument_actions.publish_feedback(spec, by=request.user, now=now, after=after).edition
    return instrument_actions.publish_instrument(spec, by=request.user, now=now, after=after).edition


def _get_version(key: str, edition: int | None = None) -> queries.VersionDetail:
    found = queries.find_version(key, edition)
    if found is None:
        raise Http404
    return found
