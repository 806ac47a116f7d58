"""The rows of this room."""

from __future__ import annotations

from ettle.journey.models.assessments import Answer, Assessment, AssessmentQuerySet, Importance, Result
from ettle.journey.models.goals import Goal, GoalEvent, GoalQuerySet
from ettle.journey.models.look_backs import HelperMessage, LookBack, LookBackAnswer, LookBackQuerySet
from ettle.journey.models.then_answers import ThenAnswer

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Goal",
    "GoalEvent",
    "GoalQuerySet",
    "HelperMessage",
    "Importance",
    "LookBack",
    "LookBackAnswer",
    "LookBackQuerySet",
    "Result",
    "ThenAnswer",
]
