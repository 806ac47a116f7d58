"""The rows of this room."""

from __future__ import annotations

from ettle.journey.models.assessing import Answer, Assessment, AssessmentQuerySet, Importance, Result
from ettle.journey.models.changing import ThenAnswer
from ettle.journey.models.goals import Goal, GoalEvent, GoalQuerySet
from ettle.journey.models.look_backs import LookBack, LookBackAnswer, LookBackQuerySet, Told

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Goal",
    "GoalEvent",
    "GoalQuerySet",
    "Importance",
    "LookBack",
    "LookBackAnswer",
    "LookBackQuerySet",
    "Result",
    "ThenAnswer",
    "Told",
]
