"""The actions of this room."""

from __future__ import annotations

from ettle.evidence.actions.answers import (
    Conflict,
    NoSuchPart,
    check_practice,
    confirm,
    declare,
    mark_made_up,
    open_activity,
    resolve_conflict,
    save_answer,
    save_answer_at,
)
from ettle.evidence.actions.appeals import appeal
from ettle.evidence.actions.applications import begin, declare_and_submit, submit
from ettle.evidence.actions.attachments import attach, detach, reattach
from ettle.evidence.actions.drafts import (
    AlreadyReviewed,
    PracticeFirst,
    WithColleague,
    claim,
    criteria_to_decide,
    save_draft_decision,
    save_half_decision,
    save_letter_draft,
)
from ettle.evidence.actions.recalls import delete_draft, undo_send, withdraw
from ettle.evidence.actions.reviews import decline, may_be_third, review, settle_due_marks, take_back
from ettle.evidence.actions.routing import declare_interest, hand_over, refer, return_to_queue
from ettle.evidence.actions.samples import look_at_sample
from ettle.evidence.routing.actions import (
    cancel_leave,
    close_day,
    declare_relation,
    open_day,
    record_leave,
    remove_relation,
    save_profile,
    set_aim,
)

__all__ = [
    "AlreadyReviewed",
    "Conflict",
    "NoSuchPart",
    "PracticeFirst",
    "WithColleague",
    "appeal",
    "attach",
    "begin",
    "cancel_leave",
    "check_practice",
    "claim",
    "close_day",
    "confirm",
    "criteria_to_decide",
    "declare",
    "declare_and_submit",
    "declare_interest",
    "declare_relation",
    "decline",
    "delete_draft",
    "detach",
    "hand_over",
    "look_at_sample",
    "mark_made_up",
    "may_be_third",
    "open_activity",
    "open_day",
    "reattach",
    "record_leave",
    "refer",
    "remove_relation",
    "resolve_conflict",
    "return_to_queue",
    "review",
    "save_answer",
    "save_answer_at",
    "save_draft_decision",
    "save_half_decision",
    "save_letter_draft",
    "save_profile",
    "set_aim",
    "settle_due_marks",
    "submit",
    "take_back",
    "undo_send",
    "withdraw",
]
