"""The author's pages of badges: the list, a draft with its problems, its parts, its preview with the credential."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.badges.queries import preview_badge
from ettle.kit.forms.outcomes import add_refusal, posted_data, refuse_resent, render_form, run_button, run_form
from ettle.kit.http.audience import AUTHORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.numbers import parse_number
from ettle.people.types import SignedInRequest
from ettle.workshop.badges import actions, queries
from ettle.workshop.badges.badge_content import CRITERION, HEAD, BadgeContent
from ettle.workshop.badges.badge_problems import BadgeProblem, find_badge_problems
from ettle.workshop.badges.forms import CriterionForm, CriterionTitleForm, HeadForm, NewBadgeForm, label_field
from ettle.workshop.badges.models import BadgeDraft
from ettle.workshop.drafts.actions import PartChanged, discard_draft
from ettle.workshop.drafts.draft_buttons import COMMON_ACTIONS, review_context, run_action


def get_draft(identifier: UUID, *, is_open: bool = False) -> BadgeDraft:
    """Return the latest revision of the draft."""
    drafts = BadgeDraft.objects.open() if is_open else BadgeDraft.objects.all()
    return get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier).as_written()


def part_address(draft: BadgeDraft, part: str) -> str:
    return reverse("workshop:badge-part", args=[draft.uuid, part])


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
    forms = {name: choice.build_form(name) for name, choice in COMMON_ACTIONS.items()}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in COMMON_ACTIONS:
            raise Http404
        forms[name] = COMMON_ACTIONS[name].build_form(name, request.POST)
        is_new = not refuse_resent(forms[name])
        if is_new and forms[name].is_valid() and run_action(request, draft, COMMON_ACTIONS[name], forms[name]):
            return redirect("workshop:badges") if name == "publish" else redirect("workshop:badge", identifier)
    wrong = next((form for form in forms.values() if form.errors), None)
    problems = find_badge_problems(draft.content, now=timezone.now())
    broken = {problem.part for problem in problems}
    parts = [(f"{CRITERION}{number}", each) for number, each in enumerate(draft.content.badge.criteria, start=1)]
    context = {
        "draft": draft,
        "forms": forms,
        "send_back": forms["send-back"],
        "form": wrong,
        "spec": draft.content.badge,
        "criteria": [(part, criterion, part in broken) for part, criterion in parts],
        "problems": [(problem, *_problem_place(draft, problem)) for problem in problems],
        "newest": draft.newest_edition,
        "title_form": CriterionTitleForm(),
        **review_context(draft, request.user),
    }
    return render(request, "workshop/badges/badge.html", context, status=422 if wrong else 200)


def _problem_place(draft: BadgeDraft, problem: BadgeProblem) -> tuple[str, str]:
    """The address where a problem can be corrected, and what its field is called."""
    label = label_field(problem.part, problem.field)
    return part_address(draft, problem.part) + (f"#id_{problem.field}" if label else ""), label


@audience(AUTHORS)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, identifier: UUID, part: str) -> HttpResponse:
    """Edit the badge itself, or one criterion."""
    draft = get_draft(identifier, is_open=True)
    form, title = _part_form(request, draft.content, part)
    theirs: BadgeContent | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_part(
                draft, part, form.change, as_it_was=form.cleaned_data["as_it_was"], words=title, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except PartChanged as refusal:
            theirs = get_draft(draft.uuid).content
            form.show_newest(theirs, part)
            add_refusal(form, refusal)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. Learners see it when it is published"))
            return redirect("workshop:badge-preview" if "preview" in request.POST else "workshop:badge", identifier)
    context = {"draft": draft, "part": part, "part_title": title, "theirs": _write_part(theirs, part)}
    return render_form(request, "workshop/badges/part.html", form, context)


def _part_form(request: SignedInRequest, content: BadgeContent, part: str) -> tuple[Any, str]:
    """The form of a part, with its problems at their fields, and the title of the part. Raises Http404."""
    problems: dict[str, list[BadgeProblem]] = {}
    for problem in find_badge_problems(content, now=timezone.now()):
        if problem.part == part:
            problems.setdefault(problem.field, []).append(problem)
    if part == HEAD:
        form: Any = HeadForm(posted_data(request), content, part, problems)  # type: ignore[arg-type]  # hash_part
        return form, _("The badge")
    criterion = content.find_criterion(part)
    if criterion is None:
        raise Http404
    form = CriterionForm(posted_data(request), content, part, criterion, problems)
    return form, criterion.title or _("A criterion")


def _write_part(content: BadgeContent | None, part: str) -> str:
    """What a part says now, as text; nothing when nobody else changed it."""
    if content is None:
        return ""
    found = content.badge.replace(criteria=()) if part == HEAD else content.find_criterion(part)
    return found.model_dump_json(indent=1) if found else _("It was deleted.")


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


@audience(AUTHORS)
@require_safe
def preview(request: SignedInRequest, identifier: UUID) -> HttpResponse:
    """Show the badge as its page would, and the credential of an example person."""
    draft = get_draft(identifier)
    context: dict[str, Any] = {"draft": draft, "spec": draft.content.badge, "refusal": ""}
    try:
        shown = preview_badge(draft.content.badge.badge, now=timezone.now())
    except Refused as refusal:
        context["refusal"] = str(refusal)
    else:
        context |= {"shown": shown, "picture": b64encode(shown.picture.encode()).decode()}
    return render(request, "workshop/badges/preview.html", context)


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
