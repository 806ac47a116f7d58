"""The rows of this room."""

from __future__ import annotations

from ettle.evidence.models.applications import (
    Answer,
    AnswerLink,
    AnswerQuerySet,
    Application,
    ApplicationQuerySet,
    Confirmation,
    CopiedEntry,
    MadeUp,
    Withdrawal,
)
from ettle.evidence.models.attachments import AnswerFile, SentFile
from ettle.evidence.models.declarations import Declaration, DeclarationWording
from ettle.evidence.models.endorsements import (
    Endorsement,
    EndorsementAnswer,
    EndorsementDuty,
    EndorsementShown,
    Relationship,
)
from ettle.evidence.models.marking_figures import AgreementFigure, Calibration, DriftFigure
from ettle.evidence.models.marks import (
    Claim,
    LetterDraft,
    Mark,
    MarkedCriterion,
    MarkingRule,
    SecondMarking,
)
from ettle.evidence.models.owners import (
    AssessorProfile,
    Assignment,
    AssignmentQuerySet,
    Leave,
    LeaveQuerySet,
    OwnerAlert,
    Relation,
)
from ettle.evidence.models.promises import ClosedDay, Promise, PromiseQuerySet, ReviewAim, UsualWait
from ettle.evidence.models.reviews import Decision, DeclineReason, DraftDecision, Outcome, Reason, Review, Sample
from ettle.evidence.models.routing import Handover, Interest, Referral, ReferralQuerySet
from ettle.evidence.models.submissions import SentAnswer, Submission, SubmissionQuerySet

__all__ = [
    "AgreementFigure",
    "Answer",
    "AnswerFile",
    "AnswerLink",
    "AnswerQuerySet",
    "Application",
    "ApplicationQuerySet",
    "AssessorProfile",
    "Assignment",
    "AssignmentQuerySet",
    "Calibration",
    "Claim",
    "ClosedDay",
    "Confirmation",
    "CopiedEntry",
    "Decision",
    "Declaration",
    "DeclarationWording",
    "DeclineReason",
    "DraftDecision",
    "DriftFigure",
    "Endorsement",
    "EndorsementAnswer",
    "EndorsementDuty",
    "EndorsementShown",
    "Handover",
    "Interest",
    "Leave",
    "LeaveQuerySet",
    "LetterDraft",
    "MadeUp",
    "Mark",
    "MarkedCriterion",
    "MarkingRule",
    "Outcome",
    "OwnerAlert",
    "Promise",
    "PromiseQuerySet",
    "Reason",
    "Referral",
    "ReferralQuerySet",
    "Relation",
    "Relationship",
    "Review",
    "ReviewAim",
    "Sample",
    "SecondMarking",
    "SentAnswer",
    "SentFile",
    "Submission",
    "SubmissionQuerySet",
    "UsualWait",
    "Withdrawal",
]
