"""The actions of this room."""

from __future__ import annotations

from ettle.evidence.actions.answers import (
    Conflict,
    check_practice,
    confirm,
    declare,
    mark_made_up,
    resolve_conflict,
    save_answer,
)
from ettle.evidence.actions.applications import begin, delete_draft, submit, withdraw
from ettle.evidence.actions.reviews import AlreadyReviewed, criteria_to_decide, review, save_draft_decision
from ettle.evidence.actions.routing import declare_interest, hand_over, refer, return_to_queue

__all__ = [
    "AlreadyReviewed",
    "Conflict",
    "begin",
    "check_practice",
    "confirm",
    "criteria_to_decide",
    "declare",
    "declare_interest",
    "delete_draft",
    "hand_over",
    "mark_made_up",
    "refer",
    "resolve_conflict",
    "return_to_queue",
    "review",
    "save_answer",
    "save_draft_decision",
    "submit",
    "withdraw",
]
