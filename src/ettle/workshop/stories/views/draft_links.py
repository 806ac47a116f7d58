"""A draft of a story as its pages fetch and address it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ettle.workshop.stories.forms import label_field
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD, StoryContent, split_part
from ettle.workshop.stories.story_problems import StoryProblem
from ettle.workshop.stories.variants.forms import VariantForm


def get_draft(identifier: UUID, *, is_open: bool = False) -> StoryDraft:
    """Return the latest revision of the draft."""
    drafts = StoryDraft.objects.open() if is_open else StoryDraft.objects.all()
    return get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier).as_written()


def part_address(draft: StoryDraft, part: str) -> str:
    if part == HEAD:
        return reverse("workshop:story-head", args=[draft.uuid])
    variant, place = split_part(part)
    if not variant:
        return reverse("workshop:story-place", args=[draft.uuid, part])
    name = "workshop:story-variant-place" if place else "workshop:story-variant"
    return reverse(name, args=[draft.uuid, variant, place] if place else [draft.uuid, variant])


def problem_address(draft: StoryDraft, problem: StoryProblem) -> str:
    if not problem.part:
        return "#lines" if problem.field == "lines" else "#map"
    return part_address(draft, problem.part) + (f"#id_{problem.field}" if problem.field else "")


def label_part_field(content: StoryContent, part: str, name: str) -> str:
    """Return what a field is called in the form of a part; nothing where there is none."""
    variant, place = split_part(part)
    if variant and not place:
        field = VariantForm.base_fields.get(name)
        return str(field.label) if field else ""
    return label_field(content.find_place(place), "passages" if name.startswith("passages-") else name)
