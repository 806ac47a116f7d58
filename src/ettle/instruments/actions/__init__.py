"""What can be done in this room."""

from __future__ import annotations

from ettle.instruments.actions.drafts import OpenedDraft, discard_draft, remove_published_draft, save_draft
from ettle.instruments.actions.feedback_publication import find_statement_set, publish_feedback
from ettle.instruments.actions.norms import save_norms
from ettle.instruments.actions.publication import publish_instrument
from ettle.instruments.actions.statement_sets import find_or_create_statement_set

__all__ = [
    "OpenedDraft",
    "discard_draft",
    "find_or_create_statement_set",
    "find_statement_set",
    "publish_feedback",
    "publish_instrument",
    "remove_published_draft",
    "save_draft",
    "save_norms",
]
