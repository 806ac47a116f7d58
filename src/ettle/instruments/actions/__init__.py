"""What can be done in this room."""

from __future__ import annotations

from ettle.instruments.actions.feedback_publication import find_statement_set, publish_feedback
from ettle.instruments.actions.norms import save_norms
from ettle.instruments.actions.publication import EDITION_CHANGED, publish_instrument, spec_to_version
from ettle.instruments.actions.statement_sets import find_or_create_statement_set

__all__ = [
    "EDITION_CHANGED",
    "find_or_create_statement_set",
    "find_statement_set",
    "publish_feedback",
    "publish_instrument",
    "save_norms",
    "spec_to_version",
]
