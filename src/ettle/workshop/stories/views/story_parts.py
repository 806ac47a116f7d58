"""The author's forms of the parts of a story: its head, a place, an ending."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.activities.types.stories import EndingSpec
from ettle.kit.forms.outcomes import posted_data, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.forms import PartForm, TitleForm
from ettle.workshop.stories import actions, queries
from ettle.workshop.stories.forms import EndingForm, HeadForm, PlaceForm
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD
from ettle.workshop.stories.views.draft_links import get_draft
from ettle.workshop.stories.views.part_pages import edit_part, field_problems, get_open_draft, render_gone


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Edit everything but the places and endings."""
    draft = get_open_draft(request, identifier)
    if not isinstance(draft, StoryDraft):
        return draft
    problems = field_problems(draft.content, HEAD)
    form = HeadForm(posted_data(request), draft.content, HEAD, problems)
    return edit_part(request, draft, HEAD, form, _("The story"), problems)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Edit a place or an ending."""
    draft = get_open_draft(request, identifier)
    if not isinstance(draft, StoryDraft):
        return draft
    edited = draft.content.find_place(key)
    if edited is None:
        return render_gone(request, draft, _("Someone has deleted this place or ending."))
    problems = field_problems(draft.content, key)
    data = posted_data(request)
    form: PartForm
    if isinstance(edited, EndingSpec):
        form = EndingForm(data, draft.content, edited, problems)
    else:
        form = PlaceForm(data, draft.content, edited, problems)
    context = {"model": list(queries.list_model_parts())}
    return edit_part(request, draft, key, form, edited.title or key, problems, context=context)


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
