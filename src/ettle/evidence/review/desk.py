"""What an assessor reads beside a criterion: the answer, what changed, and what was answered in earlier rounds.

Only rounds before this one, and never one that was declined: a second assessor reads the same as the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.evidence.application.attachments import sent_files
from ettle.evidence.models import SentAnswer
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Submission


@dataclass(frozen=True)
class EarlierLetter:
    """The letter of an earlier round, and what was decided in it."""

    sent_at: datetime
    letter: str
    decisions: list[Any]


def earlier_letters(submission: Submission) -> list[EarlierLetter]:
    """The letters of the earlier rounds, the newest first. No query: the application is loaded with its reviews."""
    titles = {criterion.pk: criterion for criterion in submission.application.criteria}
    return [
        EarlierLetter(
            sent.answered.sent_at,
            sent.answered.letter,
            [(titles[decision.criterion_id], decision) for decision in sent.answered.decisions.all()],
        )
        for sent in reversed(submission.application.rounds_before(submission))
        if sent.answered
    ]


def reading_context(submission: Submission, criterion: Criterion) -> dict[str, Any]:
    """The answer, and what changed in it since the last round that this assessor may read about."""
    before = submission.application.rounds_before(submission)
    shown = [submission.pk, *(sent.pk for sent in before)]
    sent_answers = SentAnswer.objects.filter(submission__in=shown, criterion=criterion).order_by("-submission__round")
    text, earlier = [*(sent.text for sent in sent_answers[:2]), "", ""][:2]
    last = before[-1].answered if before else None
    decisions = last.decisions.all() if last else ()
    return {
        "submission": submission,
        "application": submission.application,
        "round": len(before) + 1,
        "criterion": criterion,
        "attached": sent_files(submission, criterion),
        "runs": texts.diff_words(earlier, text),
        "is_changed": bool(earlier),
        "before": next((decision for decision in decisions if decision.criterion_id == criterion.pk), None),
        "count": texts.count_words(text),
    }
