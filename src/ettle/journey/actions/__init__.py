"""What can be done in this room."""

from __future__ import annotations

from ettle.journey.actions.assessing import begin, begin_afresh, finish, save_answer, save_importance
from ettle.journey.actions.changing import measure_norms, save_then_answers
from ettle.journey.actions.goals import (
    GoalWords,
    Step,
    change_goal,
    choose_next_step,
    close_goal,
    finish_step,
    move_step,
    set_goal,
    split_step,
    take_up_goal,
)
from ettle.journey.actions.look_backs import LASTS, LATER, PURPOSE, WEEKS, look_back, send_due, tell
from ettle.journey.actions.look_backs import move as move_look_back
from ettle.journey.actions.look_backs import promise as promise_look_backs
from ettle.journey.actions.look_backs import stop as stop_look_backs
from ettle.journey.models import GoalEvent

REACHED = GoalEvent.Kind.REACHED

__all__ = [
    "LASTS",
    "LATER",
    "PURPOSE",
    "REACHED",
    "WEEKS",
    "GoalWords",
    "Step",
    "begin",
    "begin_afresh",
    "change_goal",
    "choose_next_step",
    "close_goal",
    "finish",
    "finish_step",
    "look_back",
    "measure_norms",
    "move_look_back",
    "move_step",
    "promise_look_backs",
    "save_answer",
    "save_importance",
    "save_then_answers",
    "send_due",
    "set_goal",
    "split_step",
    "stop_look_backs",
    "take_up_goal",
    "tell",
]
