"""All that a learner may read of one application, for a document of their own.

Nothing that only assessors see is read here: no draft of a decision, no mark that is not the answer, no referral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from ettle.activities.queries import completed_keys
from ettle.badges.queries import find_award_since
from ettle.evidence.endorsement.queries import requests_of
from ettle.evidence.models import SentAnswer, SentFile, Submission, Withdrawal
from ettle.evidence.queries import sample_note

if TYPE_CHECKING:
    from ettle.evidence.models import Application, Endorsement


@dataclass(frozen=True)
class SentRound:
    """One sending. texts: criterion -> the words. files: criterion -> its recording, pictures and PDF files."""

    submission: Submission
    texts: dict[int, str] = field(default_factory=dict)
    files: dict[int, list[SentFile]] = field(default_factory=dict)


@dataclass(frozen=True)
class ApplicationHistory:
    """An application from its beginning. texts: criterion -> the words as they are now.

    confirmed: criterion -> when the learner confirmed or practised it. activities: the criteria whose activity is done.
    """

    application: Application
    rounds: Sequence[SentRound]
    texts: dict[int, str]
    withdrawal: Withdrawal | None
    endorsements: Sequence[Endorsement]
    earned_at: datetime | None
    note: str
    confirmed: dict[int, datetime] = field(default_factory=dict)
    activities: frozenset[int] = frozenset()


def load_history(application: Application) -> ApplicationHistory:
    """Read the whole history. application: as `queries.application_of` loads it. Eleven queries at most."""
    rows = Submission.objects.filter(application=application).select_related("declaration__wording", "review")
    sendings = list(rows.order_by("sent_at", "pk"))
    rounds = {submission.pk: SentRound(submission) for submission in sendings}
    prefetch_related_objects(
        [each.submission.answered for each in rounds.values() if each.submission.answered], "decisions"
    )
    for answer in SentAnswer.objects.filter(submission__in=rounds):
        rounds[answer.submission_id].texts[answer.criterion_id] = answer.text
    for sent in SentFile.objects.filter(submission__in=rounds).select_related("file"):
        rounds[sent.submission_id].files.setdefault(sent.criterion_id, []).append(sent)
    activities = {criterion.activity: criterion.pk for criterion in application.criteria if criterion.activity}
    award = find_award_since(application.learner, application.version, application.begun_at)
    return ApplicationHistory(
        application=application,
        rounds=list(rounds.values()),
        texts=dict(application.answers.current().values_list("criterion", "text")),
        withdrawal=Withdrawal.objects.filter(application=application).first(),
        endorsements=list(requests_of(application)),
        earned_at=award.awarded_at if award else None,
        note=sample_note(application),
        confirmed=dict(application.confirmations.values_list("criterion", "confirmed_at")),
        activities=frozenset(activities[key] for key in completed_keys(application.learner, activities.keys())),
    )
