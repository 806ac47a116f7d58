"""What can be done in this room."""

from __future__ import annotations

from ettle.evidence.actions.applying import begin, delete_draft, submit, withdraw
from ettle.evidence.actions.reviewing import AlreadyReviewed, draft, review, to_decide
from ettle.evidence.actions.routing import declare_interest, hand_on, put_back, refer
from ettle.evidence.actions.writing import Conflict, confirm, declare, practise, save_answer, say_made_up, settle

__all__ = [
    "AlreadyReviewed",
    "Conflict",
    "begin",
    "confirm",
    "declare",
    "declare_interest",
    "delete_draft",
    "draft",
    "hand_on",
    "practise",
    "put_back",
    "refer",
    "review",
    "save_answer",
    "say_made_up",
    "settle",
    "submit",
    "to_decide",
    "withdraw",
]
