"""What the pages of all parts of a story have in common: save, conflict, preview, and words for a part that is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.activities.types.stories import NodeTexts, PlaceTexts, write_outline, write_place, write_variant
from ettle.kit.forms.outcomes import CONFLICT, add_refusal, render_form, run_button
from ettle.kit.refusal import Refused
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.actions import PartChanged
from ettle.workshop.stories import actions
from ettle.workshop.stories.comments.actions import resolve_comment
from ettle.workshop.stories.comments.queries import list_open
from ettle.workshop.stories.forms import COPY
from ettle.workshop.stories.models import StoryComment, StoryDraft
from ettle.workshop.stories.story_content import HEAD, StoryContent, split_part
from ettle.workshop.stories.story_problems import StoryProblem, find_story_problems
from ettle.workshop.stories.views.draft_links import comment_address, get_draft, part_address

# Fields about the form itself.
WITHOUT_COMMENTS = frozenset({"as_it_was", "options", "key", "position", "remove"})
PartProblems = dict[str, list[StoryProblem]]
NOT_WORDS = frozenset({"csrfmiddlewaretoken", "as_it_was", "options", "then", "once"})


def edit_part(
    request: SignedInRequest,
    draft: StoryDraft,
    part: str,
    form: Any,
    title: str,
    problems: PartProblems,
    *,
    template: str = "workshop/stories/part.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form of a part or save it. title: the part in words, for the page and for the history."""
    theirs = ""
    if request.method == "POST" and request.POST.get("then") != COPY and form.is_valid():
        try:
            actions.save_part(
                draft, part, form.change, as_it_was=form.cleaned_data["as_it_was"], words=title, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except PartChanged as refusal:
            newest = get_draft(draft.uuid).content
            theirs = _write_part(newest, part)
            form.show_newest(newest, part)
            add_refusal(form, refusal)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _go_on(request, draft, part)
    show_comments(form, part, list_open(draft))
    shown = {
        "draft": draft,
        "part": part,
        "part_title": title,
        "kind": type(form).__name__,
        "whole": [problem.words for problem in problems.get("", [])],
        "theirs": theirs,
    }
    return render_form(request, template, form, {**shown, **(context or {})})


def _go_on(request: SignedInRequest, draft: StoryDraft, part: str) -> HttpResponse:
    """Go where the button leads that saved the part."""
    if field := request.POST.get("comment"):
        return redirect(comment_address(draft, part, field))
    if request.POST.get("then") == "preview":
        return redirect(_preview_address(draft, part))
    messages.success(request, _("Saved. Learners see it when it is published"))
    found = next((comment for comment in list_open(draft) if str(comment.uuid) == request.POST.get("resolve")), None)
    if found is not None:
        run_button(
            request,
            lambda: resolve_comment(found, by=request.user, now=timezone.now()),
            done=_("The comment is resolved"),
        )
        return redirect(f"{part_address(draft, part)}#id_{found.field}")
    return redirect(part_address(draft, part))


def show_comments(form: Any, part: str, comments: Sequence[StoryComment]) -> None:
    """Put the comments on a part beside the fields that they are about."""
    for name, field in form.fields.items():
        field.takes_comments = name.rpartition("-")[2] not in WITHOUT_COMMENTS
        field.comments = [comment for comment in comments if (comment.part, comment.field) == (part, name)]


def field_problems(content: StoryContent, part: str) -> PartProblems:
    """Return the problems of a part by the field that they concern; "" for the part as a whole."""
    problems: PartProblems = {}
    for problem in find_story_problems(content):
        if problem.part == part:
            problems.setdefault(problem.field, []).append(problem)
    return problems


def get_open_draft(request: SignedInRequest, identifier: UUID) -> StoryDraft | HttpResponse:
    """Return an open draft; for words that were sent to a closed one, the page that gives them back."""
    draft = get_draft(identifier)
    return draft if draft.is_open else render_gone(request, draft, _("Someone has published or discarded this draft."))


def render_gone(request: SignedInRequest, draft: StoryDraft, reason: str) -> HttpResponse:
    """Give back what was written in a part that is there no more. Raises Http404 when nothing was sent."""
    if request.method != "POST":
        raise Http404
    typed = [value for name, value in request.POST.items() if name not in NOT_WORDS and str(value).strip()]
    context = {"draft": draft, "reason": reason, "words": "\n\n".join(map(str, typed))}
    return render(request, "workshop/stories/part_gone.html", context, status=CONFLICT)


def _preview_address(draft: StoryDraft, part: str) -> str:
    variant, place = split_part(part)
    asked = {"variant": variant, "at": "" if place == HEAD else place}
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return reverse("workshop:story-preview", args=[draft.uuid]) + (f"?{query}" if query else "")


def _write_part(content: StoryContent, part: str) -> str:
    """Return what a part says now, as text."""
    if part == HEAD:
        return write_outline(content.change_scenario(nodes=(), endings=(), variants=()).story)
    key, place = split_part(part)
    if not key:
        found = content.find_place(part)
        return write_place(found) if found else _("It was deleted.")
    variant = content.find_variant(key)
    if variant is None:
        return _("It was deleted.")
    own = content.find_part(part) if place else None
    variant = variant.replace(nodes=(), endings=(), **({"opening": "", "reflection": ""} if place else {}))
    if isinstance(own, PlaceTexts):
        variant = variant.replace(**{"nodes" if isinstance(own, NodeTexts) else "endings": (own,)})
    return "\n\n".join(write_variant(content.scenario, variant))
