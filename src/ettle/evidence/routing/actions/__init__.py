"""Who owns a submission, and what people arrange about that."""

from ettle.evidence.routing.actions.arrangements import (
    cancel_leave,
    close_day,
    declare_relation,
    open_day,
    record_leave,
    remove_relation,
    save_profile,
    set_aim,
)
from ettle.evidence.routing.actions.assignments import (
    WhyEnded,
    alert_due_soon,
    ask_next,
    assign_owner,
    assign_waiting,
    hand_over_unbegun,
    leave_site,
    reassign_broken,
    recall,
    release,
    start_waiting,
    stop_waiting,
)

__all__ = [
    "WhyEnded",
    "alert_due_soon",
    "ask_next",
    "assign_owner",
    "assign_waiting",
    "cancel_leave",
    "close_day",
    "declare_relation",
    "hand_over_unbegun",
    "leave_site",
    "open_day",
    "reassign_broken",
    "recall",
    "record_leave",
    "release",
    "remove_relation",
    "save_profile",
    "set_aim",
    "start_waiting",
    "stop_waiting",
]
