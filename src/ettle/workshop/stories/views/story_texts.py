"""A story as plain text: begin a draft with it, replace a draft with it, download it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.activities.types.stories import write_outline
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.values.numbers import parse_number
from ettle.people.types import SignedInRequest
from ettle.workshop.stories import actions
from ettle.workshop.stories.forms import OutlineForm
from ettle.workshop.stories.views.draft_links import get_draft


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def import_text(request: SignedInRequest) -> HttpResponse:
    """Begin a draft with a text."""
    form = OutlineForm(posted_data(request))
    begun = run_form(form, lambda data: actions.import_story(data["text"], by=request.user, now=timezone.now()))
    if begun:
        messages.success(request, _("The text is in a draft. See below what is still to be corrected"))
        return redirect("workshop:story", begun.value.uuid)
    return render_form(
        request,
        "workshop/stories/import.html",
        form,
        {"draft": None, "example": actions.EXAMPLE.read_text(encoding="utf-8")},
    )


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def replace_text(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Replace the whole draft with a text."""
    draft = get_draft(identifier, is_open=True)
    seen = parse_number(request.POST.get("seen", ""), default=-1)
    form = OutlineForm(posted_data(request))
    replaced = run_form(
        form,
        lambda data: actions.replace_story(draft, data["text"], seen=seen, by=request.user, now=timezone.now()),
    )
    if replaced:
        messages.success(request, _("The draft is what your text says. What it said before is in its history"))
        return redirect("workshop:story", identifier)
    return render_form(
        request,
        "workshop/stories/import.html",
        form,
        {"draft": draft, "example": actions.EXAMPLE.read_text(encoding="utf-8")},
    )


@audience(AUTHORS)
@require_safe
def outline(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Download the story as text."""
    draft = get_draft(identifier)
    response = HttpResponse(write_outline(draft.content.story), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{draft.subject}.txt"'
    return response
