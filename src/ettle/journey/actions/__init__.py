"""What can be done in this room."""

from __future__ import annotations

from ettle.journey.actions.comparison import measure_norms, save_then_answers
from ettle.journey.actions.goals import (
    GoalDetails,
    Step,
    change_goal,
    choose_next_step,
    close_goal,
    confirm_act,
    correct_goal,
    finish_step,
    move_step,
    reopen_goal,
    set_act,
    set_goal,
    split_step,
)
from ettle.journey.actions.look_backs import (
    LINK_LIFETIME,
    LINK_PURPOSE,
    ON_A_DAY,
    POSTPONEMENT,
    WEEKS,
    look_back,
    message_helper,
    next_friday,
    send_due,
)
from ettle.journey.actions.look_backs import move as move_look_back
from ettle.journey.actions.look_backs import promise as promise_look_backs
from ettle.journey.actions.look_backs import stop as stop_look_backs
from ettle.journey.actions.self_assessment import (
    begin,
    finish,
    restart,
    save_answer,
    save_importance,
    save_importances,
)
from ettle.journey.models import GoalEvent

REACHED = GoalEvent.Kind.REACHED

__all__ = [
    "LINK_LIFETIME",
    "LINK_PURPOSE",
    "ON_A_DAY",
    "POSTPONEMENT",
    "REACHED",
    "WEEKS",
    "GoalDetails",
    "Step",
    "begin",
    "change_goal",
    "choose_next_step",
    "close_goal",
    "confirm_act",
    "correct_goal",
    "finish",
    "finish_step",
    "look_back",
    "measure_norms",
    "message_helper",
    "move_look_back",
    "move_step",
    "next_friday",
    "promise_look_backs",
    "reopen_goal",
    "restart",
    "save_answer",
    "save_importance",
    "save_importances",
    "save_then_answers",
    "send_due",
    "set_act",
    "set_goal",
    "split_step",
    "stop_look_backs",
]
