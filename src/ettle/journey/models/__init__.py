"""The rows of this room. Those of the 360 are in feedback/models.py, which Django finds from here."""

from __future__ import annotations

import ettle.journey.feedback.models  # noqa: F401 - so that Django knows its tables
from ettle.journey.models.assessing import (
    Answer,
    Assessment,
    AssessmentQuerySet,
    HowMany,
    Importance,
    Instrument,
    InstrumentVersion,
    Result,
    Sheet,
)
from ettle.journey.models.changing import Norm, NormQuerySet, ThenAnswer
from ettle.journey.models.drafts import Draft, DraftQuerySet
from ettle.journey.models.goals import Goal, GoalEvent, GoalQuerySet
from ettle.journey.models.look_backs import LookBack, LookBackAnswer, LookBackQuerySet, Told

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Draft",
    "DraftQuerySet",
    "Goal",
    "GoalEvent",
    "GoalQuerySet",
    "HowMany",
    "Importance",
    "Instrument",
    "InstrumentVersion",
    "LookBack",
    "LookBackAnswer",
    "LookBackQuerySet",
    "Norm",
    "NormQuerySet",
    "Result",
    "Sheet",
    "ThenAnswer",
    "Told",
]
