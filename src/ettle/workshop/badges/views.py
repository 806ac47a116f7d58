"""The author's pages of badges: the list, a draft with its problems, its parts, its preview with the credential."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.types import SignedInRequest
from ettle.workshop.badges import actions, queries
from ettle.workshop.badges.badge_content import CRITERION
from ettle.workshop.badges.badge_parts import get_draft, part_address, place_finder
from ettle.workshop.badges.badge_problems import find_badge_problems
from ettle.workshop.badges.forms import CriterionTitleForm, NewBadgeForm, label_field
from ettle.workshop.badges.models import BadgeDraft
from ettle.workshop.drafts.actions import discard_draft
from ettle.workshop.drafts.comments.comment_pages import describe_comments
from ettle.workshop.drafts.draft_buttons import describe_buttons, press_button, review_context
from ettle.workshop.drafts.draft_problems import DraftProblem


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def badges(request: SignedInRequest) -> HttpResponse:
    """List the drafts and the published badges, and begin a new one."""
    form = NewBadgeForm(posted_data(request))
    begun = run_form(form, lambda data: actions.begin_badge(**data, by=request.user, now=timezone.now()))
    if begun:
        return redirect("workshop:badge", begun.value.uuid)
    drafts, listings = queries.list_badges()
    return render_form(request, "workshop/badges/list.html", form, {"drafts": drafts, "badges": listings})


@audience(AUTHORS)
@require_POST
def open_badge(request: SignedInRequest, number: str) -> HttpResponse:
    """Open the draft of a published badge."""
    draft = actions.open_published(number, by=request.user, now=timezone.now())
    if draft is None:
        raise Http404
    return redirect("workshop:badge", draft.uuid)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def badge(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Show a draft: its problems, its parts, its review and its history."""
    draft = get_draft(identifier)
    forms, done = press_button(request, draft)
    if done:
        return redirect("workshop:badges") if done == "publish" else redirect("workshop:badge", identifier)
    problems = find_badge_problems(draft.content, now=timezone.now())
    broken = {problem.part for problem in problems}
    parts = [(f"{CRITERION}{number}", each) for number, each in enumerate(draft.content.badge.criteria, start=1)]
    context = {
        "draft": draft,
        **describe_buttons(forms),
        "spec": draft.content.badge,
        "criteria": [(part, criterion, part in broken) for part, criterion in parts],
        "problems": [(problem, *_problem_place(draft, problem)) for problem in problems],
        "newest": draft.newest_edition,
        "title_form": CriterionTitleForm(),
        "comments": describe_comments(draft, place_finder(draft)),
        **review_context(draft, request.user),
    }
    return render(request, "workshop/badges/badge.html", context, status=422 if context["form"] else 200)


def _problem_place(draft: BadgeDraft, problem: DraftProblem) -> tuple[str, str]:
    """The address where a problem can be corrected, and what its field is called."""
    label = label_field(problem.part, problem.field)
    return part_address(draft, problem.part) + (f"#id_{problem.field}" if label else ""), label


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
        return redirect("workshop:badges")
    return render(request, "workshop/badges/discard.html", {"draft": draft})
