"""Which submissions a second assessor marks too. The choice is a row, written when the first mark is sent."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from ettle.evidence.models import Mark, MarkingRule, SecondMarking

if TYPE_CHECKING:
    from ettle.evidence.models import Application

WHOLE = 2**64


def select_for_second_marking(mark: Mark, *, now: datetime) -> SecondMarking:
    """Return the row that says whether this submission is marked twice, writing it at the first call."""
    rule = rule_for(mark.submission.application)
    draw = draw_number("second-marking", mark.submission.uuid)
    cause = SecondMarking.Cause.NONE
    if mark.submission.is_appeal:
        cause = SecondMarking.Cause.APPEAL if mark.decline_reason else SecondMarking.Cause.NONE
    elif count_first_marks(mark, most=rule.first_marks) < rule.first_marks:
        cause = SecondMarking.Cause.NEW_ASSESSOR
    elif draw < rule.share:
        cause = SecondMarking.Cause.SAMPLE
    row, _created = SecondMarking.objects.get_or_create(
        submission=mark.submission, defaults={"cause": cause, "draw": draw, "decided_at": now}
    )
    return row


def rule_for(application: Application) -> MarkingRule:
    """The rule of a badge, else that for all badges, else the defaults."""
    rules = {rule.badge_id: rule for rule in MarkingRule.objects.all()}
    return rules.get(application.badge_id) or rules.get(None) or MarkingRule()


def draw_number(purpose: str, submission: UUID) -> float:
    """Return a number from 0 to below 1 that only the site could foretell and that never changes for a submission.

    purpose: two draws of one submission are independent of each other.
    """
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, purpose.encode() + b"/" + submission.bytes, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / WHOLE


def count_first_marks(mark: Mark, *, most: int) -> int:
    """How many marks this assessor sent as the first assessor before this one, counted no further than `most`."""
    return Mark.objects.filter(assessor=mark.assessor, place=1).exclude(pk=mark.pk)[:most].count()
