"""What is asked about a 360, by its own pages and by other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ettle.feedback.answer_pool import AnswersUnreadable, unseal
from ettle.feedback.models import AnswerPool, Feedback, FeedbackReport
from ettle.feedback.observer_groups import Group
from ettle.feedback.report import serialisation
from ettle.feedback.report.analysis import ReportAnalysis, analyse_report
from ettle.instruments.queries import statements_as_answered
from ettle.kit.database.prepared_queries import prepared_query

if TYPE_CHECKING:
    from ettle.people.models import User


MIN_ANSWERS = 4
# With four who can answer, that the report can be made would say of each of them that they have answered.
MIN_INVITED = MIN_ANSWERS + 1


@dataclass(frozen=True)
class GroupCount:
    """One group of an open 360: how many were asked. How many have answered is shown to nobody."""

    group: Group
    asked: int
    taken_back: int


@dataclass(frozen=True)
class WaitingFeedback:
    """An open 360 that waits for others, for the page that shows what waits.

    is_ready: whether enough have answered for a report.
    """

    uuid: UUID
    asked: int
    begun_at: datetime
    is_ready: bool


def open_feedback(person: User) -> Feedback | None:
    return Feedback.objects.for_person(person).open().first()


def waiting_feedback(person: User) -> WaitingFeedback | None:
    """The open 360 with how many were asked, and whether the report can be made, in one query; None before anyone was
    asked."""
    for uuid, asked, begun_at, invited, secret, sealed in _open_rows(person):
        if asked:
            answers = _count_answers(Feedback(uuid=uuid, secret=secret), AnswerPool(sealed=sealed))
            return WaitingFeedback(uuid, asked, begun_at, is_ready=has_enough(invited=invited, answers=answers))
    return None


@prepared_query
def _open_rows(
    person: User,
) -> QuerySet[Feedback, tuple[UUID, int, datetime, int, bytes | memoryview, bytes | memoryview]]:
    """The open 360, if there is one."""
    asked = Q(observers__asked_at__isnull=False)
    counted = Feedback.objects.filter(person=person).open().annotate(
        asked=Count("observers", filter=asked),
        invited=Count("observers", filter=asked & Q(observers__taken_back_at=None)),
    )  # fmt: skip
    rows = counted.values_list("uuid", "asked", "begun_at", "invited", "secret", "pool__sealed")
    return rows.order_by("pk")[:1]


def is_ready(feedback: Feedback) -> bool:
    """Whether the report can be made. It is all that anyone is shown of the answers to an open 360."""
    pool = AnswerPool.objects.filter(feedback=feedback).first()
    return has_enough(invited=count_invited(feedback), answers=_count_answers(feedback, pool) if pool else 0)


def has_enough(*, invited: int, answers: int) -> bool:
    """Whether so many answers are enough, of so many people who are invited."""
    return invited >= MIN_INVITED and answers >= MIN_ANSWERS


def count_invited(feedback: Feedback) -> int:
    """How many may answer or may have answered: those whose invitation was taken back are left out."""
    return feedback.observers.still_invited().asked().count()


def _count_answers(feedback: Feedback, pool: AnswerPool) -> int:
    try:
        return len(unseal(feedback, pool).sent())
    except AnswersUnreadable:
        return 0


def count_groups(feedback: Feedback) -> list[GroupCount]:
    """Every group in order, in one query. Those whose invitation was taken back still count as asked."""
    counted = (
        feedback.observers.asked()
        .order_by()
        .values("group")
        .annotate(asked=Count("pk"), taken_back=Count("pk", filter=Q(taken_back_at__isnull=False)))
    )
    found = {row[0]: row[1:] for row in counted.values_list("group", "asked", "taken_back")}
    return [GroupCount(group, *found.get(group.value, (0, 0))) for group in Group]


def reports_of(person: User) -> QuerySet[FeedbackReport]:
    """A person's reports, newest first. That there is one may be told; what is in it is theirs."""
    return FeedbackReport.objects.for_person(person).order_by("-made_at")


def report_analysis(report: FeedbackReport) -> ReportAnalysis:
    statements = statements_as_answered(report.feedback.lines.statements(), report.made_at)
    return analyse_report(statements, serialisation.json_to_disclosure(report.content), report.content)
