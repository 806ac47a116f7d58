"""The author's pages of variants: a story told in other words to some roles and settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.workshop.stories.actions import save_part
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import WHOLE, variant_part
from ettle.workshop.stories.variants import actions
from ettle.workshop.stories.variants.forms import LabelForm, PlaceTextsForm, VariantForm
from ettle.workshop.stories.variants.variant_content import (
    list_leftover_words,
    list_leftovers,
    list_varied_places,
    remove_variant,
)
from ettle.workshop.stories.views.draft_links import get_draft
from ettle.workshop.stories.views.part_pages import edit_part, field_problems, get_open_draft, render_gone

TEMPLATE = "workshop/stories/variant.html"
MOVES = {"up": -1, "down": 1}


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def variant(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Edit which readers a variant is for, its opening and its question at the end."""
    draft = get_open_draft(request, identifier)
    if not isinstance(draft, StoryDraft):
        return draft
    content = draft.content
    edited = content.find_variant(key)
    if edited is None:
        return render_gone(request, draft, _("Someone has deleted this variant."))
    part = variant_part(key)
    problems = field_problems(content, part)
    form = VariantForm(posted_data(request), content, edited, problems)
    left_over = [text for own in list_leftovers(content, edited) for text in own.changes.values()]
    context = {
        "variant": edited,
        "places": list(list_varied_places(content.scenario, edited)),
        "left_over": left_over,
        "whole_hash": content.hash_part(variant_part(key, WHOLE)),
    }
    return edit_part(request, draft, part, form, edited.label or key, problems, template=TEMPLATE, context=context)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def variant_place(request: SignedInRequest, identifier: UUID, key: str, place: str) -> HttpResponse:
    """Edit the words of a variant for one place or ending."""
    draft = get_open_draft(request, identifier)
    if not isinstance(draft, StoryDraft):
        return draft
    content = draft.content
    edited, varied = content.find_variant(key), content.find_place(place)
    if edited is None or varied is None:
        return render_gone(request, draft, _("Someone has deleted this variant, or this place of the story."))
    part = variant_part(key, place)
    problems = field_problems(content, part)
    form = PlaceTextsForm(posted_data(request), content, edited, varied, problems)
    title = _("%(place)s, for %(label)s") % {"place": varied.title or place, "label": edited.label or key}
    context = {"variant": edited, "left_over": list_leftover_words(form.texts, varied)}
    return edit_part(request, draft, part, form, title, problems, template=TEMPLATE, context=context)


@audience(AUTHORS)
@require_POST
@answer_once(OtherContent.APPLY)
def add(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Add a variant and go to its form."""
    draft = get_draft(identifier, is_open=True)
    form = LabelForm(request.POST)
    added = run_form(
        form, lambda data: actions.add_variant(draft, label=data["label"], by=request.user, now=timezone.now())
    )
    if added:
        return redirect("workshop:story-variant", identifier, added.value)
    for fault in form.errors.get("label", form.non_field_errors()):
        messages.error(request, str(fault))
    return redirect(draft.get_page_url() + "#variants")


@audience(AUTHORS)
@require_POST
def move(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Move a variant up or down in the list from which readers choose."""
    draft = get_draft(identifier, is_open=True)
    by_places = MOVES.get(request.POST.get("move", ""))
    if by_places is None:
        raise Http404
    run_button(
        request,
        lambda: actions.move_variant(draft, key, by_places=by_places, by=request.user, now=timezone.now()),
        done=_("The order is changed"),
    )
    return redirect(draft.get_page_url() + "#variants")


@audience(AUTHORS)
@require_POST
def remove(request: SignedInRequest, identifier: UUID, key: str) -> HttpResponse:
    """Delete a variant with all its texts, unless it was changed since the page was opened."""
    draft = get_draft(identifier, is_open=True)
    found = draft.content.find_variant(key)
    label = (found.label if found else "") or key
    run_button(
        request,
        lambda: save_part(
            draft, variant_part(key, WHOLE), lambda content: remove_variant(content, key),
            as_it_was=request.POST.get("as_it_was", ""), words=_("deleted %(title)s") % {"title": label},
            by=request.user, now=timezone.now(),
        ),
        done=_("The variant for %(label)s is deleted. You still find it in the history") % {"label": label},
    )  # fmt: skip
    return redirect(draft.get_page_url() + "#variants")
