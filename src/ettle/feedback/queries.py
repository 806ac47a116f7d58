"""What is asked about a 360, by its own pages and by other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ettle.feedback.models import Feedback, FeedbackReport
from ettle.feedback.observer_groups import Group
from ettle.feedback.report import serialisation
from ettle.feedback.report.analysis import ReportAnalysis, analyse_report

if TYPE_CHECKING:
    from ettle.people.models import User


@dataclass(frozen=True)
class GroupCount:
    """One group of an open 360: how many were asked and how many answers came; never whose."""

    group: Group
    asked: int
    taken_back: int
    back: int


@dataclass(frozen=True)
class WaitingFeedback:
    """An open 360 that waits for others, for the page that shows what waits."""

    uuid: UUID
    asked: int
    back: int
    begun_at: datetime


def open_feedback(person: User) -> Feedback | None:
    return Feedback.objects.for_person(person).open().first()


def waiting_feedback(person: User) -> WaitingFeedback | None:
    """The open 360 with how many were asked and how many answers came, in one query; None before anybody was asked."""
    asked = Count("observers", filter=Q(observers__asked_at__isnull=False))
    back = Count("observers", filter=Q(observers__has_answered=True))
    mine = Feedback.objects.filter(person=person).open().annotate(asked=asked, back=back)
    row = mine.values_list("uuid", "asked", "back", "begun_at").first()
    return WaitingFeedback(*row) if row is not None and row[1] else None


def count_groups(feedback: Feedback) -> list[GroupCount]:
    """Every group in order, in one query. Who was taken back still counts as asked, so nothing shows whether they
    had answered."""
    counted = (
        feedback.observers.exclude(asked_at=None)
        .order_by()
        .values("group")
        .annotate(
            asked=Count("pk"),
            taken_back=Count("pk", filter=Q(taken_back_at__isnull=False)),
            back=Count("pk", filter=Q(has_answered=True)),
        )
    )
    found = {row[0]: row[1:] for row in counted.values_list("group", "asked", "taken_back", "back")}
    return [GroupCount(group, *found.get(group.value, (0, 0, 0))) for group in Group]


def reports_of(person: User) -> QuerySet[FeedbackReport]:
    """A person's reports, newest first. That there is one may be told; what is in it is theirs."""
    return FeedbackReport.objects.for_person(person).order_by("-made_at")


def report_analysis(report: FeedbackReport) -> ReportAnalysis:
    return analyse_report(
        report.feedback.lines.statements(), serialisation.json_to_disclosure(report.content), report.content
    )


def count_answered(rows: Sequence[GroupCount]) -> int:
    return sum(row.back for row in rows)
