"""What an assessor reads beside a criterion: the answer, what changed, and what was answered in earlier rounds.

Only rounds before this one, and never one that was declined: a second assessor reads the same as the first did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, Q

from ettle.evidence.application.attachments import SHOWN_FIELDS, files_by_criterion, sent_files
from ettle.evidence.models import SentAnswer
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.application.attachments import AnswerFiles
    from ettle.evidence.models import Application, Submission


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
    rows = list(_sent_rows(shown, criterion))
    text, earlier = [*dict.fromkeys((row["submission"], row["text"]) for row in rows), (0, ""), (0, "")][:2]
    attached = sent_files(row for row in rows if row["submission"] == submission.pk)
    last = before[-1] if before else None
    reading = _read_answer(criterion, text[1], earlier[1], attached, last)
    return {"submission": submission, "application": submission.application, "round": len(before) + 1, **reading}


def preview_contexts(application: Application) -> list[dict[str, Any]]:
    """What `reading_context` would give of each answer that is to be decided, if it were sent as it is now."""
    last = application.last_sent
    earlier = dict(last.answers.values_list("criterion", "text")) if last else {}
    written = dict(application.answers.current().values_list("criterion", "text"))
    files = files_by_criterion(application)
    return [
        {"application": application}
        | _read_answer(
            criterion,
            written.get(criterion.pk, ""),
            earlier.get(criterion.pk, ""),
            files.get(criterion.pk),
            last,
        )
        for criterion in application.criteria
        if criterion.pk in application.status.unmet
    ]


def _read_answer(
    criterion: Criterion, text: str, earlier: str, attached: AnswerFiles | None, last: Submission | None
) -> dict[str, Any]:
    """last: the round before, whose decision is shown beside the answer."""
    decisions = last.answered.decisions.all() if last and last.answered else ()
    return {
        "criterion": criterion,
        "attached": attached,
        "runs": texts.diff_words(earlier, text),
        "is_changed": bool(earlier),
        "before": next((decision for decision in decisions if decision.criterion_id == criterion.pk), None),
        "count": texts.count_words(text),
    }


def _sent_rows(shown: list[int], criterion: Criterion) -> Iterable[Any]:
    """The answers of these submissions, the newest first, each once for each of its files. One query."""
    files = FilteredRelation("submission__files", condition=Q(submission__files__criterion=criterion))
    answers = SentAnswer.objects.filter(submission__in=shown, criterion=criterion).annotate(sent=files)
    columns = {name: F(f"sent__file__{name}") for name in SHOWN_FIELDS}
    return answers.order_by("-submission__round", "sent__pk").values("submission", "text", **columns)
