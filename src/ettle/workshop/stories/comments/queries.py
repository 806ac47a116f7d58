"""The comments on a draft that nobody has resolved."""

from __future__ import annotations

from ettle.workshop.stories.models import StoryComment, StoryDraft


def list_open(draft: StoryDraft) -> list[StoryComment]:
    """Return the open comments of a draft, the oldest first. One query."""
    return list(StoryComment.objects.filter(draft_id=draft.pk, resolved_at=None).select_related("written_by"))
