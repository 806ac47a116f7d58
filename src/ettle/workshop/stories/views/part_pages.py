"""What the pages of all parts of a story have in common, and what the shared editor of parts asks of a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities.types.stories import NodeTexts, PlaceTexts, write_outline, write_place, write_variant
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts import part_editor
from ettle.workshop.drafts.draft_problems import DraftProblem, problems_by_field
from ettle.workshop.drafts.part_editor import PartPages
from ettle.workshop.stories import actions
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD, StoryContent, split_part
from ettle.workshop.stories.story_problems import find_story_problems
from ettle.workshop.stories.views.draft_links import get_draft, part_address

PartProblems = dict[str, list[DraftProblem]]


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
    """Show the form of a part of a story or save it. title: the part in words, for the page and for the history."""
    whole = [problem.words for problem in problems.get("", [])]
    shown = {"kind": type(form).__name__, "whole": whole, **(context or {})}
    return part_editor.edit_part(request, draft, part, form, PAGES, title=title, template=template, context=shown)


def field_problems(content: StoryContent, part: str) -> PartProblems:
    """Return the problems of a part by the field that they concern; "" for the part as a whole."""
    return problems_by_field(find_story_problems(content), part)


def get_open_draft(request: SignedInRequest, identifier: UUID) -> StoryDraft | HttpResponse:
    """Return an open draft; for words that were sent to a closed one, the page that gives them back."""
    draft = get_draft(identifier)
    return draft if draft.is_open else render_gone(request, draft, _("Someone has published or discarded this draft."))


def render_gone(request: SignedInRequest, draft: StoryDraft, reason: str) -> HttpResponse:
    """Give back what was written in a part that is there no more. Raises Http404 when nothing was sent."""
    return part_editor.render_gone(request, draft, PAGES, reason)


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


PAGES = PartPages(
    save=actions.save_part,
    write=_write_part,
    address=part_address,
    preview=_preview_address,
    saved=part_address,
    gone="workshop/stories/part_gone.html",
)
