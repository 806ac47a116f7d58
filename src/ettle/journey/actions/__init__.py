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
from ettle.journey.actions.instruments import publish_instrument

__all__ = [
    "GoalWords",
    "Step",
    "begin",
    "begin_afresh",
    "change_goal",
    "choose_next_step",
    "close_goal",
    "finish",
    "finish_step",
    "measure_norms",
    "move_step",
    "publish_instrument",
    "save_answer",
    "save_importance",
    "save_then_answers",
    "set_goal",
    "split_step",
    "take_up_goal",
]
