"""A draft of a badge as its pages fetch and address it, and what the shared editor of parts asks of it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.workshop.badges.actions import save_part
from ettle.workshop.badges.badge_content import HEAD, BadgeContent
from ettle.workshop.badges.forms import label_field
from ettle.workshop.badges.models import BadgeDraft
from ettle.workshop.drafts.comments.comment_pages import CommentPlace, FindPlace
from ettle.workshop.drafts.part_editor import PartPages


def get_draft(identifier: UUID, *, is_open: bool = False) -> BadgeDraft:
    """Return the latest revision of the draft."""
    drafts = BadgeDraft.objects.open() if is_open else BadgeDraft.objects.all()
    return get_object_or_404(drafts.select_related("latest_revision"), uuid=identifier).as_written()


def part_address(draft: BadgeDraft, part: str) -> str:
    return reverse("workshop:badge-part", args=[draft.uuid, part])


def title_part(content: BadgeContent, part: str) -> str:
    """Return what a part is called; "" when there is no such part."""
    if part == HEAD:
        return _("The badge")
    criterion = content.find_criterion(part)
    return criterion.title or _("A criterion") if criterion else ""


def place_finder(draft: BadgeDraft) -> FindPlace:
    """Return what finds the field of a part of this draft, for its comments."""

    def find_place(part: str, field: str) -> CommentPlace | None:
        title = title_part(draft.content, part)
        label = label_field(part, field) if title else ""
        return CommentPlace(title, label, f"{part_address(draft, part)}#id_{field}") if label else None

    return find_place


def _write_part(content: BadgeContent, part: str) -> str:
    """Return what a part says now, as text."""
    found = content.badge.replace(criteria=()) if part == HEAD else content.find_criterion(part)
    return found.model_dump_json(indent=1) if found else _("It was deleted.")


def _preview_address(draft: BadgeDraft, part: str) -> str:
    return reverse("workshop:badge-preview", args=[draft.uuid])


def _draft_address(draft: BadgeDraft, part: str) -> str:
    return draft.get_page_url()


PAGES = PartPages(
    save=save_part,
    write=_write_part,
    address=part_address,
    preview=_preview_address,
    saved=_draft_address,
    gone="workshop/badges/part_gone.html",
)
