"""Change, review, schedule and publish drafts of frameworks and of the logic model."""

from __future__ import annotations

from ettle.workshop.drafts.actions import (
    approve,
    discard_draft,
    publish_draft,
    request_review,
    schedule_draft,
    send_back,
    unschedule_draft,
)
from ettle.workshop.frameworks.actions.draft_edits import override_row, restore_version, revert_row, save_rows

__all__ = [
    "approve",
    "discard_draft",
    "override_row",
    "publish_draft",
    "request_review",
    "restore_version",
    "revert_row",
    "save_rows",
    "schedule_draft",
    "send_back",
    "unschedule_draft",
]
