"""The rows of this room."""

from __future__ import annotations

from ettle.evidence.models.applications import (
    Answer,
    AnswerQuerySet,
    Application,
    ApplicationQuerySet,
    Confirmation,
    CopiedEntry,
    Declaration,
    MadeUp,
)
from ettle.evidence.models.promises import ClosedDay, Promise, PromiseQuerySet, ReviewAim, UsualWait
from ettle.evidence.models.reviews import Decision, DraftDecision, Outcome, Reason, Review
from ettle.evidence.models.routing import Handover, Interest, Referral, ReferralQuerySet
from ettle.evidence.models.submissions import SentAnswer, Submission, SubmissionQuerySet

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "Application",
    "ApplicationQuerySet",
    "ClosedDay",
    "Confirmation",
    "CopiedEntry",
    "Decision",
    "Declaration",
    "DraftDecision",
    "Handover",
    "Interest",
    "MadeUp",
    "Outcome",
    "Promise",
    "PromiseQuerySet",
    "Reason",
    "Referral",
    "ReferralQuerySet",
    "Review",
    "ReviewAim",
    "SentAnswer",
    "Submission",
    "SubmissionQuerySet",
    "UsualWait",
]
