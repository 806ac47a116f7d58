"""The author's pages of stories: the list, a draft with its map and problems, its preview."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.values.numbers import parse_number
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.actions import discard_draft
from ettle.workshop.drafts.draft_buttons import describe_buttons, press_button, review_context
from ettle.workshop.drafts.forms import TitleForm
from ettle.workshop.stories import actions, queries
from ettle.workshop.stories.variants.forms import LabelForm
from ettle.workshop.stories.views.draft_description import describe_draft
from ettle.workshop.stories.views.draft_links import get_draft


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def stories(request: SignedInRequest) -> HttpResponse:
    """List the drafts and the published stories, and begin a new one."""
    if request.method == "POST" and request.POST.get("begin") == "example":
        draft = actions.begin_example(by=request.user, now=timezone.now())
        messages.success(request, _("This is a draft of the example. Change it into your own story"))
        return redirect("workshop:story", draft.uuid)
    form = TitleForm(posted_data(request))
    begun = run_form(form, lambda data: actions.begin_story(title=data["title"], by=request.user, now=timezone.now()))
    if begun:
        return redirect("workshop:story", begun.value.uuid)
    drafts, listings = queries.list_stories()
    return render_form(request, "workshop/stories/list.html", form, {"drafts": drafts, "stories": listings})


@audience(AUTHORS)
@require_POST
def open_story(request: SignedInRequest, key: str) -> HttpResponse:
    """Open the draft of a published story."""
    draft = actions.open_published(key, by=request.user, now=timezone.now())
    if draft is None:
        raise Http404
    return redirect("workshop:story", draft.uuid)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def story(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Show a draft: its problems, its map, its review and its history."""
    draft = get_draft(identifier)
    forms, done = press_button(request, draft)
    if done:
        return redirect("workshop:stories") if done == "publish" else redirect("workshop:story", identifier)
    context = {
        "draft": draft,
        **describe_buttons(forms),
        "title_form": TitleForm(),
        "label_form": LabelForm(),
        **describe_draft(draft),
        **review_context(draft, request.user),
    }
    return render(request, "workshop/stories/story.html", context, status=422 if context["form"] else 200)


@audience(AUTHORS)
@require_POST
def settle(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Remove the lines that were not understood, or go on from a newer edition."""
    draft = get_draft(identifier, is_open=True)
    settled = {"lines": actions.clear_unread, "edition": actions.follow_newest}.get(request.POST.get("act", ""))
    if settled is None:
        raise Http404
    seen = parse_number(request.POST.get("seen", ""), default=-1)
    run_button(
        request,
        lambda: settled(draft, seen=seen, by=request.user, now=timezone.now()),
        done=_("Done. You still find it in the history"),
    )
    return redirect("workshop:story", identifier)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Confirm, then discard a draft."""
    draft = get_draft(identifier, is_open=True)
    if request.method == "POST":
        run_button(
            request,
            lambda: discard_draft(draft, by=request.user, now=timezone.now()),
            done=_("The draft of %(title)s is discarded") % {"title": draft},
        )
        return redirect("workshop:stories")
    return render(request, "workshop/stories/discard.html", {"draft": draft})
