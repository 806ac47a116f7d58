"""What other rooms ask about instruments."""

from __future__ import annotations

from ettle.instruments.models import FeedbackVersion, InstrumentVersion
from ettle.instruments.scoring import build_profile, choose_prompts

__all__ = [
    "FEEDBACK",
    "SELF_ASSESSMENT",
    "build_profile",
    "choose_prompts",
    "current_feedback_version",
    "current_version",
]

SELF_ASSESSMENT = "self-assessment"
FEEDBACK = "feedback-360"


def current_version(key: str = SELF_ASSESSMENT) -> InstrumentVersion | None:
    """The newest published version of an instrument."""
    return InstrumentVersion.objects.filter(instrument__key=key).order_by("-edition").first()


def current_feedback_version(key: str = FEEDBACK) -> FeedbackVersion | None:
    """The newest published wording of what observers are asked."""
    return FeedbackVersion.objects.filter(instrument__key=key).order_by("-edition").first()
