"""Make the report, once; or end a 360 without one. Either way who was asked and what each said is deleted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _lazy

from ettle.feedback.actions.invitations import lock_open_feedback
from ettle.feedback.answer_pool import AnswerSheet, delete_pool, lock_pool
from ettle.feedback.models import AnswerPool, Feedback, FeedbackReport, Observer
from ettle.feedback.observer_groups import Group
from ettle.feedback.queries import MIN_ANSWERS, MIN_INVITED, count_invited, has_enough
from ettle.feedback.report.disclosure import FeedbackDisclosure, GroupState, SubmittedAnswers, disclose_answers
from ettle.feedback.report.serialisation import disclosure_to_json
from ettle.instruments.types import Statement
from ettle.journey import queries as journey
from ettle.kit import audit
from ettle.kit.database.traces import schedule_rewrite, schedule_scrub
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue

if TYPE_CHECKING:
    from ettle.people.models import User

TOO_FEW = _lazy(
    "A report needs answers from at least %(answers)s people, and at least %(invited)s people who are invited and can "
    "answer. It cannot be made yet."
)
# Everyone who is invited as a manager reads in the email, and before answering, that a manager who answers alone is not
# anonymous.
REWRITE_DELAY = timedelta(seconds=30)
MAY_BE_ALONE = (Group.MANAGER.value,)


@transaction.atomic
def make_report(feedback: Feedback, *, now: datetime) -> FeedbackReport:
    """Keep what may be shown, delete the rest, close. Made again, it is the same report.

    From here on a late answer is refused, so that no second view can differ from the first by one person.
    Raises Refused with fewer than four answers, and with fewer than five people who are invited.
    """
    made = FeedbackReport.objects.filter(feedback=feedback).first()
    if made is not None:
        return made
    locked = lock_open_feedback(feedback)
    content = lock_pool(locked)
    sheets = content.sent() if content else []
    if not has_enough(invited=count_invited(locked), answers=len(sheets)):
        raise Refused(TOO_FEW % {"answers": MIN_ANSWERS, "invited": MIN_INVITED})
    report = FeedbackReport.objects.create(feedback=locked, content=_report_content(locked, sheets), made_at=now)
    _delete_and_close(locked, now)
    audit.record(locked.person, "made the report of a 360", locked, now=now)
    return report


@transaction.atomic
def end_without_report(feedback: Feedback, *, by: User | None, now: datetime) -> None:
    """Close a 360 and delete what was answered; nobody has read it, and nobody can. by: None for the clock."""
    locked = lock_open_feedback(feedback)
    _delete_and_close(locked, now)
    audit.record(by, "ended a 360 without a report", locked, now=now)


@task_queue.task
def end_inactive(*, at: str) -> None:
    """End every 360 for which nobody was asked for half a year: names and answers are not kept for nothing."""
    now = datetime.fromisoformat(at)
    for feedback in Feedback.objects.inactive(now):
        end_without_report(feedback, by=None, now=now)


def _delete_and_close(feedback: Feedback, now: datetime) -> None:
    delete_pool(feedback)
    feedback.observers.all().delete()
    feedback.closed_at, feedback.secret = now, b""
    feedback.save(update_fields=["closed_at", "secret"])
    tables = [model._meta.db_table for model in (AnswerPool, Observer, Feedback)]
    schedule_scrub(tables, key=f"360/{feedback.pk}", now=now)
    # SQLite may leave a piece of a row where it moved others between pages; see schedule_rewrite.
    schedule_rewrite(tables, key=f"360/{feedback.pk}", run_after=now + REWRITE_DELAY, now=now)


def _report_content(feedback: Feedback, sheets: Sequence[AnswerSheet]) -> dict[str, Any]:
    lines = feedback.lines.statements()
    given = [SubmittedAnswers(group=sheet.group, points=_answer_sheet_points(sheet)) for sheet in sheets]
    shown = disclose_answers(
        given,
        lines=[line.key for line in lines],
        highest=max(point.value for point in feedback.version.points()),
        may_be_alone=MAY_BE_ALONE,
        narrow=_easy_read_points(feedback),
    )
    heard = [sheets[place] for place in shown.voices]
    return {
        **disclosure_to_json(shown),
        "asked": Counter(feedback.observers.exclude(asked_at=None).values_list("group", flat=True)),
        "mine": _own_answers(feedback, lines),
        "value": _shuffle_comments(sheet.value for sheet in heard),
        "change": _shuffle_comments(sheet.change for sheet in heard),
        "examples": {
            line: _shuffle_comments(sheets[place].examples.get(line, "") for place in places)
            for line, places in shown.examples.items()
        },
        "helped": _count_helped(sheets, shown),
    }


def _easy_read_points(feedback: Feedback) -> dict[str, dict[str, set[int]]]:
    """Line -> the points that the Easy Read form offers to people supported, for the lines that are in it."""
    points = {answer["counts_as"] for answer in feedback.version.content["easy"]["answers"]}
    return {line: {Group.SUPPORTED.value: points} for line in feedback.easy_sentences()}


def _answer_sheet_points(sheet: AnswerSheet) -> dict[str, int]:
    return {line: int(choice) for line, choice in sheet.answers.items() if choice.isdigit()}


def _shuffle_comments(words: Iterable[str]) -> list[str]:
    """Comments in a random order, without a mark of whose they are."""
    comments = [comment.strip() for comment in words if comment.strip()]
    random.SystemRandom().shuffle(comments)
    return comments


def _count_helped(sheets: Sequence[AnswerSheet], shown: FeedbackDisclosure) -> int | None:
    """How many people supported said that somebody helped them; None unless their group is shown apart."""
    if shown.states.get(Group.SUPPORTED) is not GroupState.APART:
        return None
    return sum(sheet.helped is True for sheet in sheets if sheet.group == Group.SUPPORTED)


def _own_answers(feedback: Feedback, lines: Sequence[Statement]) -> dict[str, str]:
    """The person's own newest answers for the same role."""
    answers = journey.newest_answers(feedback.person, feedback.role)
    return {line.key: answers[line.key] for line in lines if line.key in answers}
