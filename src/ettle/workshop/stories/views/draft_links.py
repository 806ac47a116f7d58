"""A draft of a story as its pages fetch and address it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.workshop.drafts.comments.comment_pages import CommentPlace, FindPlace
from ettle.workshop.drafts.draft_problems import DraftProblem
from ettle.workshop.stories.forms import label_field
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import HEAD, StoryContent, split_part
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


def problem_address(draft: StoryDraft, problem: DraftProblem) -> str:
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


def title_part(content: StoryContent, part: str) -> str:
    """Return what a part is called: the title of a place, the label of a variant; "" when there is no such part."""
    key, place = split_part(part)
    if part == HEAD:
        return _("The story")
    found = content.find_place(place) if place else None
    title = found.title or found.key if found else ""
    if not key:
        return title
    variant = content.find_variant(key)
    if variant is None or (place and found is None):
        return ""
    label = variant.label or variant.key
    return _("%(place)s, for %(label)s") % {"place": title, "label": label} if place else label


def place_finder(draft: StoryDraft) -> FindPlace:
    """Return what finds the field of a part of this draft, for its comments."""

    def find_place(part: str, field: str) -> CommentPlace | None:
        title = title_part(draft.content, part)
        label = label_part_field(draft.content, part, field) if title else ""
        return CommentPlace(title, label, f"{part_address(draft, part)}#id_{field}") if label else None

    return find_place
