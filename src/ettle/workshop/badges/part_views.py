"""The author's pages of the parts of a badge: its head, its criteria, and the comments on their fields."""

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
from ettle.kit.values.numbers import parse_number
from ettle.people.types import SignedInRequest
from ettle.workshop.badges import actions
from ettle.workshop.badges.badge_content import HEAD, BadgeContent
from ettle.workshop.badges.badge_parts import PAGES, get_draft, place_finder, title_part
from ettle.workshop.badges.badge_problems import find_badge_problems
from ettle.workshop.badges.forms import CriterionForm, CriterionTitleForm, HeadForm
from ettle.workshop.drafts.comments.comment_pages import resolve_posted, write_comment
from ettle.workshop.drafts.draft_problems import problems_by_field
from ettle.workshop.drafts.forms import PartForm
from ettle.workshop.drafts.part_editor import edit_part, render_gone


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, identifier: UUID, part: str) -> HttpResponse:
    """Edit the badge itself, or one criterion."""
    draft = get_draft(identifier)
    if not draft.is_open:
        return render_gone(request, draft, PAGES, _("Someone has published or discarded this draft."))
    if part != HEAD and draft.content.find_criterion(part) is None:
        return render_gone(request, draft, PAGES, _("Someone has deleted this criterion."))
    form, title = _part_form(request, draft.content, part)
    return edit_part(request, draft, part, form, PAGES, title=title, template="workshop/badges/part.html", context={})


def _part_form(request: SignedInRequest, content: BadgeContent, part: str) -> tuple[PartForm, str]:
    """Return the form of a part, with its problems at their fields, and the title of the part."""
    problems = problems_by_field(find_badge_problems(content, now=timezone.now()), part)
    criterion = content.find_criterion(part)
    if criterion is None:
        return HeadForm(posted_data(request), content, part, problems), title_part(content, part)
    return CriterionForm(posted_data(request), content, part, criterion, problems), title_part(content, part)


@audience(AUTHORS)
@require_POST
@answer_once(OtherContent.APPLY)
def add(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Add a criterion and go to its form."""
    draft = get_draft(identifier, is_open=True)
    form = CriterionTitleForm(request.POST)
    added = run_form(
        form, lambda data: actions.add_criterion(draft, title=data["title"], by=request.user, now=timezone.now())
    )
    if added:
        return redirect("workshop:badge-part", identifier, added.value)
    for fault in form.errors.get("title", form.non_field_errors()):
        messages.error(request, str(fault))
    return redirect("workshop:badge", identifier)


@audience(AUTHORS)
@require_POST
def remove(request: SignedInRequest, identifier: UUID, part: str) -> HttpResponse:
    """Delete a criterion, unless it was changed since the page was opened."""
    draft = get_draft(identifier, is_open=True)
    criterion = draft.content.find_criterion(part)
    if criterion is None:
        raise Http404
    run_button(
        request,
        lambda: actions.save_part(
            draft, part, lambda content: content.remove_criterion(part), as_it_was=request.POST.get("as_it_was", ""),
            words=_("deleted %(title)s") % {"title": criterion.title}, by=request.user, now=timezone.now(),
        ),
        done=_("%(title)s is deleted. You still find it in the history") % {"title": criterion.title},
    )  # fmt: skip
    return redirect("workshop:badge", identifier)


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def comment(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Write a comment on the field that the address names."""
    draft = get_draft(identifier, is_open=True)
    return write_comment(request, draft, place_finder(draft), crumbs="workshop/badges/crumbs.html")


@audience(AUTHORS)
@require_POST
def resolve(request: SignedInRequest, identifier: UUID, number: UUID) -> HttpResponse:
    """Resolve a comment; it leaves the list."""
    return resolve_posted(request, get_draft(identifier), number)


@audience(AUTHORS)
@require_POST
def settle(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Go on from a newer edition."""
    draft = get_draft(identifier, is_open=True)
    seen = parse_number(request.POST.get("seen", ""), default=-1)
    run_button(
        request,
        lambda: actions.follow_newest(draft, seen=seen, by=request.user, now=timezone.now()),
        done=_("Done. You still find it in the history"),
    )
    return redirect("workshop:badge", identifier)
