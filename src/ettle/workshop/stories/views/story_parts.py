"""The author's forms of the parts of a story: its head, a place, an ending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.activities.types.stories import EndingSpec, write_outline, write_place
from ettle.kit.forms.outcomes import add_refusal, posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.people.types import SignedInRequest
from ettle.workshop.stories import actions, queries
from ettle.workshop.stories.forms import EndingForm, HeadForm, PartForm, PlaceForm, TitleForm
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD, StoryContent
from ettle.workshop.stories.story_problems import find_story_problems
from ettle.workshop.stories.views.draft_links import get_draft, part_address


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Edit everything but the places and endings."""
    draft = get_draft(identifier, is_open=True)
    form = HeadForm(posted_data(request), draft.content, HEAD, _field_problems(draft.content, HEAD))
    return _edit_part(request, draft, HEAD, form, _("The story"))


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Edit a place or an ending."""
    draft = get_draft(identifier, is_open=True)
    edited = draft.content.find_place(key)
    if edited is None:
        raise Http404
    problems = _field_problems(draft.content, key)
    data = posted_data(request)
    form: PartForm
    if isinstance(edited, EndingSpec):
        form = EndingForm(data, draft.content, edited, problems)
    else:
        form = PlaceForm(data, draft.content, edited, problems)
    return _edit_part(request, draft, key, form, edited.title or key)


def _field_problems(content: StoryContent, part: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    for problem in find_story_problems(content):
        if problem.part == part:
            problems.setdefault(problem.field, []).append(problem.words)
    return problems


def _edit_part(request: SignedInRequest, draft: StoryDraft, part: str, form: Any, title: str) -> HttpResponse:
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_part(
                draft, part, form.change, as_it_was=form.cleaned_data["as_it_was"], words=title, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except actions.PartChanged as refusal:
            newest = get_draft(draft.uuid).content
            theirs = _write_part(newest, part)
            form.show_newest(newest, part)
            add_refusal(form, refusal)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            if request.POST.get("then") == "preview":
                return redirect(_preview_address(draft, part))
            messages.success(request, _("Saved. Learners see it when it is published"))
            return redirect(part_address(draft, part))
    context = {
        "draft": draft,
        "part": part,
        "part_title": title,
        "kind": type(form).__name__,
        "whole": _field_problems(draft.content, part).get("", []),
        "theirs": theirs,
        "model": list(queries.list_model_parts()),
    }
    return render_form(request, "workshop/stories/part.html", form, context)


def _preview_address(draft: StoryDraft, part: str) -> str:
    return reverse("workshop:story-preview", args=[draft.uuid]) + ("" if part == HEAD else f"?at={part}")


def _write_part(content: StoryContent, part: str) -> str:
    """Return what a part says now, as text."""
    if part == HEAD:
        return write_outline(content.change_scenario(nodes=(), endings=(), variants=()).story)
    found = content.find_place(part)
    return write_place(found) if found else _("It was deleted.")


@audience(AUTHORS)
@require_POST
@answer_once(OtherContent.APPLY)
def add(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Add a place or an ending and go to its form."""
    draft = get_draft(identifier, is_open=True)
    form = TitleForm(request.POST)
    is_ending = request.POST.get("kind") == "ending"
    added = run_form(
        form,
        lambda data: actions.add_place(
            draft, title=data["title"], is_ending=is_ending, by=request.user, now=timezone.now()
        ),
    )
    if added:
        return redirect("workshop:story-place", identifier, added.value)
    for fault in form.errors.get("title", form.non_field_errors()):
        messages.error(request, str(fault))
    return redirect("workshop:story", identifier)


@audience(AUTHORS)
@require_POST
def remove(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Delete a place or an ending, unless it was changed since the page was opened."""
    draft = get_draft(identifier, is_open=True)
    title = getattr(draft.content.find_place(key), "title", key)
    run_button(
        request,
        lambda: actions.save_part(
            draft, key, lambda content: content.remove_place(key), as_it_was=request.POST.get("as_it_was", ""),
            words=_("deleted %(title)s") % {"title": title}, by=request.user, now=timezone.now(),
        ),
        done=_("%(title)s is deleted. You still find it in the history") % {"title": title},
    )  # fmt: skip
    return redirect("workshop:story", identifier)
