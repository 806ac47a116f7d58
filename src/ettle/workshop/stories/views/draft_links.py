"""A draft of a story as its pages fetch and address it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD
from ettle.workshop.stories.story_problems import StoryProblem


def get_draft(identifier: UUID, *, is_open: bool = False) -> StoryDraft:
    """Return the latest revision of the draft."""
    drafts = StoryDraft.objects.open() if is_open else StoryDraft.objects.all()
    return get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier).as_written()


def part_address(draft: StoryDraft, part: str) -> str:
    if part == HEAD:
        return reverse("workshop:story-head", args=[draft.uuid])
    return reverse("workshop:story-place", args=[draft.uuid, part])


def problem_address(draft: StoryDraft, problem: StoryProblem) -> str:
    if not problem.part:
        return "#lines" if problem.field else "#map"
    return part_address(draft, problem.part) + (f"#id_{problem.field}" if problem.field else "")
