"""What can be done in this room."""

from __future__ import annotations

from ettle.together.actions.pair_sessions import (
    CodeNotFound,
    finish_answers,
    join_session,
    save_act,
    save_answer,
    start_session,
)
from ettle.together.actions.session_ends import (
    end_expired,
    leave_session,
    leave_with_account,
    leave_with_goal,
    stop_session,
)
from ettle.together.actions.session_plans import put_plan

__all__ = [
    "CodeNotFound",
    "end_expired",
    "finish_answers",
    "join_session",
    "leave_session",
    "leave_with_account",
    "leave_with_goal",
    "put_plan",
    "save_act",
    "save_answer",
    "start_session",
    "stop_session",
]
