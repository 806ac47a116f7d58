"""The comments on a draft that nobody has resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ettle.workshop.drafts.comments.models import DraftComment
    from ettle.workshop.drafts.models import SpecDraft


def comments_of(draft: SpecDraft) -> Any:
    """Return all comments on a draft, from the table of its kind."""
    kind: Any = type(draft)
    return kind._meta.get_field("comments").related_model._base_manager.filter(draft_id=draft.pk)


def list_open(draft: SpecDraft) -> list[DraftComment]:
    """Return the open comments of a draft, the oldest first. One query."""
    return list(comments_of(draft).filter(resolved_at=None).select_related("written_by"))
