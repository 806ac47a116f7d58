"""What can be done in this room."""

from __future__ import annotations

from ettle.instruments.actions.drafts import Opened, keep_draft, let_go, published_from
from ettle.instruments.actions.instruments import publish_instrument
from ettle.instruments.actions.publishing import lines_for, publish_feedback

__all__ = [
    "Opened",
    "keep_draft",
    "let_go",
    "lines_for",
    "publish_feedback",
    "publish_instrument",
    "published_from",
]
