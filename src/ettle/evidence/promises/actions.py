"""Make a promise when work is sent, close it when it is answered, and tell the learner when it was not kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from ettle.evidence.models import Assignment, Promise, UsualWait
from ettle.evidence.promises import queries
from ettle.evidence.promises.working_days import ALERT_SHARE, HAND_OVER_SHARE, operator_date
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import REVIEWS
from ettle.kit.mail.email_limits import WORK_NOTICES

if TYPE_CHECKING:
    from ettle.evidence.models import Submission

NEXT_SHARE = (
    0.5  # of the working days that were promised first: when an answer is late, it should not take as long again
)


@transaction.atomic
def make_promise(submission: Submission, *, now: datetime) -> Promise:
    """Promise an answer. Working days count from the day after it was sent."""
    terms, sent_on = queries.load_terms(), operator_date(now)
    calendar, working_days = terms.calendar, terms.aim_days(submission.application.badge)
    promise, _created = Promise.objects.get_or_create(
        submission=submission,
        defaults={
            "working_days": working_days,
            "due_on": calendar.add_days(sent_on, working_days),
            "hand_over_on": calendar.days_after_share(sent_on, working_days, HAND_OVER_SHARE),
            "alert_on": calendar.days_after_share(sent_on, working_days, ALERT_SHARE),
        },
    )
    return promise


def close_promise(submission: Submission, *, now: datetime) -> None:
    """The submission is answered or withdrawn: nothing waits any more. In the transaction that answers it."""
    Promise.objects.open().filter(submission=submission).update(closed_at=now)


def reopen_promise(submission: Submission) -> None:
    """An answer was taken back before the learner had it: the submission waits again, until the same day."""
    Promise.objects.filter(submission=submission).update(closed_at=None)


def mark_handed_over(submission: Submission, *, now: datetime) -> bool:
    """Record that handing over at 60 % was considered. False if it was before."""
    due = Promise.objects.open().filter(submission=submission, handed_over_at=None)
    return bool(due.update(handed_over_at=now))


def mark_alerted(submission: Submission, *, now: datetime) -> bool:
    """Record that someone is alerted at 80 %. False if someone was before."""
    return bool(Promise.objects.open().filter(submission=submission, alerted_at=None).update(alerted_at=now))


def explain_late_answers(*, now: datetime) -> int:
    """Give every learner whose date has passed a new one, with a reason, by email. Return to how many.

    A promise counts as not kept once. Where the new date passes too, the learner gets another.
    """
    overdue = queries.overdue(operator_date(now)).order_by("pk").values_list("pk", flat=True)
    return sum(_explain_late_answer(pk, now) for pk in list(overdue))


@transaction.atomic
def _explain_late_answer(pk: int, now: datetime) -> bool:
    today = operator_date(now)
    promise = queries.overdue(today).select_for_update(of=("self",)).filter(pk=pk).first()
    if promise is None:
        return False
    if promise.breached_at is None:
        promise.breached_at = now
        audit.record(None, "did not answer in time", promise.submission, now=now)
    promise.next_due_on = queries.load_terms().calendar.add_days(today, ceil(promise.working_days * NEXT_SHARE))
    promise.save(update_fields=["breached_at", "next_due_on"])
    application = promise.submission.application
    delivery.send_notice(
        "evidence/mail/late.txt",
        to=application.learner.email,
        kind=REVIEWS,
        key=f"late/{promise.submission.uuid}/{promise.next_due_on.isoformat()}",
        limit=WORK_NOTICES,
        now=now,
        badge=application.version.name,
        has_owner=Assignment.objects.open().filter(submission=promise.submission_id).exists(),
        due_on=promise.due_on,
        next_due_on=promise.next_due_on,
        page=delivery.absolute_url(reverse("evidence:application", args=[application.uuid])),
    )
    return True


def store_usual_wait(*, now: datetime) -> timedelta | None:
    """Compute how long people waited over the last 90 days, and how often too long, and store it for the pages."""
    wait, answers = queries.median_wait(now)
    sent, late = queries.count_late(now)
    figures = {"wait": wait, "answers": answers, "sent": sent, "late": late, "computed_at": now}
    UsualWait.objects.update_or_create(pk=1, defaults=figures)
    queries.clear_terms_cache()
    return wait
