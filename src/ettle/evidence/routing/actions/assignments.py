"""Give every submission that waits an owner, or alert a named person; pass work on when its owner cannot keep it.

Every function locks the application first, so that two of them never give one submission two owners.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ettle.evidence.limits import REVIEW_NOTICES
from ettle.evidence.models import Application, Assignment, Mark, OwnerAlert, Submission
from ettle.evidence.promises import actions as promises
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing import queries
from ettle.evidence.routing.eligibility import broken_assignments, choose_owner, find_candidates
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ESCALATIONS, WORK_TO_REVIEW
from ettle.kit.tasks.task_queue import task

if TYPE_CHECKING:
    from ettle.people.models import User

Why, WhyEnded = Assignment.Why, Assignment.WhyEnded
# A quarter of an hour passes between two looks: an alert after 23 hours is never more than a day after the last.
ALERT_INTERVAL = timedelta(hours=23)


@transaction.atomic
def start_waiting(submission: Submission, *, now: datetime) -> None:
    """Work was sent, or an answer was taken back: promise an answer, and give it an owner or alert someone."""
    promises.make_promise(submission, now=now)
    promises.reopen_promise(submission)
    assign_owner(submission, now=now)


@transaction.atomic
def stop_waiting(submission: Submission, *, why: Assignment.WhyEnded, now: datetime) -> None:
    """It is answered or withdrawn: nothing is promised any more, and nobody owns it."""
    promises.close_promise(submission, now=now)
    Assignment.objects.open().filter(submission=submission).update(ended_at=now, why_ended=why)


@transaction.atomic
def recall(submission: Submission, *, why: Assignment.WhyEnded, now: datetime) -> None:
    """The learner takes it back or withdraws it: it waits no more, and its owner gets an email that says so."""
    owned = Assignment.objects.open().filter(submission=submission).select_related("assessor").first()
    stop_waiting(submission, why=why, now=now)
    if owned is not None:
        _email_former_owner(owned, submission, why, now)


@transaction.atomic
def assign_owner(
    submission: Submission, *, now: datetime, without: Collection[int] = (), first: int | None = None
) -> Assignment | None:
    """Give a submission that waits an owner by the rule (eligibility.py), unless it has one.

    Where there is no one, alert a named person, once a day. without: assessors who must not get it. first: a deputy.
    """
    _lock(submission)
    owned = Assignment.objects.open().filter(submission=submission).first()
    if owned is not None or not queries.is_waiting(submission):
        return owned
    application = submission.application
    candidates = find_candidates(application.learner, application.badge, operator_date(now), submission)
    chosen = choose_owner(candidates, seed=submission.uuid, without=without, first=first)
    if chosen is None:
        alert_someone(submission, why=OwnerAlert.Why.NO_OWNER, now=now)
        return None
    assignment = Assignment.objects.create(
        submission=submission,
        assessor=chosen.assessor,
        organisation_id=chosen.organisation,
        since=now,
        why=Why.DEPUTY if chosen.assessor.pk == first else Why.RULE,
    )
    audit.record(None, "gave an application to an assessor", submission, now=now)
    _email_owner(assignment, now)
    return assignment


@transaction.atomic
def release(submission: Submission, *, assessor: User, why: Assignment.WhyEnded, now: datetime) -> None:
    """An assessor gives up a submission. If they owned it, the next eligible one gets it, or someone is alerted."""
    _lock(submission)
    owned = Assignment.objects.open().filter(submission=submission, assessor=assessor)
    if owned.update(ended_at=now, why_ended=why) or not Assignment.objects.open().filter(submission=submission):
        assign_owner(submission, now=now, without={assessor.pk})


@transaction.atomic
def reassign_broken(*, now: datetime, of: User | None = None) -> int:
    """Pass on what its owner may not own any more, or not today: they left, are away, or know the learner.

    of: only what this person owns or has sent. Returns how many changed hands.
    """
    theirs = Q() if of is None else queries.owned_or_sent_by(of)
    # Most of the people who leave with a file have nothing here, and to build the long query costs ten times this one.
    if of is not None and not Assignment.objects.open().filter(theirs).exists():
        return 0
    broken = broken_assignments(operator_date(now)).filter(theirs).select_related("submission__application")
    changed = 0
    for assignment in broken.order_by("submission"):
        _lock(assignment.submission)
        is_away = assignment.is_away  # type: ignore[attr-defined]  # annotated
        changed += _end(assignment, WhyEnded.AWAY if is_away else WhyEnded.MAY_NOT, now)
        deputy = queries.deputy_of(assignment.assessor_id, operator_date(now)) if is_away else None
        assign_owner(assignment.submission, now=now, without={assignment.assessor_id}, first=deputy)
    return changed


@transaction.atomic
def leave_site(person: User, *, now: datetime) -> None:
    """A person is erased: what they sent waits no more, and what they owned goes to someone else at once."""
    for submission in queries.waiting_of(person):
        stop_waiting(submission, why=WhyEnded.WITHDRAWN, now=now)
    for assignment in Assignment.objects.open().filter(assessor=person).select_related("submission__application"):
        _end(assignment, WhyEnded.MAY_NOT, now)
        assign_owner(assignment.submission, now=now, without={person.pk})


@transaction.atomic
def ask_next(submission: Submission, *, now: datetime) -> None:
    """Another assessor marks the work and sees nothing of the first mark. An owner who has not marked it stays."""
    marked = Mark.objects.filter(submission=submission).values("assessor")
    owned = Assignment.objects.open().filter(submission=submission, assessor__in=marked)
    owned.update(ended_at=now, why_ended=WhyEnded.ANSWERED)
    assign_owner(submission, now=now)


def assign_waiting(*, now: datetime) -> int:
    """Give an owner to everything that waits without one; alert again once a day. Return how many have one now."""
    return sum(assign_owner(submission, now=now) is not None for submission in queries.without_owner())


@task
def look_for_owners() -> None:
    """Give an owner to what waits without one, now."""
    assign_waiting(now=timezone.now())


def hand_over_unbegun(*, now: datetime) -> int:
    """Pass on what its owner has not begun when 60 % of the working days have gone. Return how many changed hands.

    Once for each submission, and only if someone else is eligible: a late owner is better than none.
    """
    return sum(_hand_over_unbegun(submission, now) for submission in queries.to_hand_over(operator_date(now)))


@transaction.atomic
def _hand_over_unbegun(submission: Submission, now: datetime) -> bool:
    _lock(submission)
    if not promises.mark_handed_over(submission, now=now):
        return False
    owned = Assignment.objects.open().filter(submission=submission).first()
    if owned is None or queries.has_begun(owned):
        return False
    application = submission.application
    candidates = find_candidates(application.learner, application.badge, operator_date(now), submission)
    if choose_owner(candidates, seed=submission.uuid, without={owned.assessor_id}) is None:
        return False
    _end(owned, WhyEnded.NOT_BEGUN, now)
    return assign_owner(submission, now=now, without={owned.assessor_id}) is not None


def alert_due_soon(*, now: datetime) -> int:
    """Alert a named person to what waits when 80 % of the working days have gone. Return how many there were."""
    return sum(_alert_due_soon(submission, now) for submission in queries.to_alert(operator_date(now)))


@transaction.atomic
def _alert_due_soon(submission: Submission, now: datetime) -> bool:
    _lock(submission)
    if not promises.mark_alerted(submission, now=now):
        return False
    alert_someone(submission, why=OwnerAlert.Why.DUE_SOON, now=now)
    return True


@transaction.atomic
def alert_someone(submission: Submission, *, why: OwnerAlert.Why, now: datetime) -> OwnerAlert | None:
    """Alert a lead of the pool or an administrator by email: the one who was alerted longest ago.

    Not twice in a day, unless who was alerted has left or can do nothing about it any more. The email has the badge
    and the number of the submission, never whose it is.
    """
    lately = OwnerAlert.objects.filter(
        submission=submission, why=why, alerted_at__gt=now - ALERT_INTERVAL, person__in=queries.who_may_act()
    )
    if found := lately.last():
        return found
    person = queries.next_person_to_alert(submission)
    if person is None:
        return None
    alert = OwnerAlert.objects.create(submission=submission, person=person, why=why, alerted_at=now)
    template = "nobody" if why == OwnerAlert.Why.NO_OWNER else "due_soon"
    delivery.send_notice(
        f"evidence/mail/{template}.txt",
        to=person.email,
        kind=ESCALATIONS,
        key=f"{why}/{submission.uuid}/{alert.pk}",
        limit=REVIEW_NOTICES,
        now=now,
        badge=submission.application.version.name,
        number=submission.uuid,
        due_on=submission.promise.due_on,
        page=delivery.absolute_url(reverse("evidence:pool")),
    )
    return alert


def _lock(submission: Submission) -> None:
    """Lock the application until the transaction ends. SQLite has one writer, and no row locks."""
    Application.objects.select_for_update().get(pk=submission.application_id)


def _end(assignment: Assignment, why: Assignment.WhyEnded, now: datetime) -> int:
    audit.record(None, "took an application from an assessor", assignment.submission, now=now)
    return Assignment.objects.open().filter(pk=assignment.pk).update(ended_at=now, why_ended=why)


def _email_owner(assignment: Assignment, now: datetime) -> None:
    submission = assignment.submission
    delivery.send_notice(
        "evidence/mail/to_review.txt",
        to=assignment.assessor.email,
        kind=WORK_TO_REVIEW,
        key=f"to-review/{submission.uuid}/{assignment.pk}",
        limit=REVIEW_NOTICES,
        now=now,
        badge=submission.application.version.name,
        due_on=submission.promise.expected_on,
        page=delivery.absolute_url(reverse("evidence:review", args=[submission.uuid])),
    )


def _email_former_owner(
    assignment: Assignment, submission: Submission, why: Assignment.WhyEnded, now: datetime
) -> None:
    """Say that work which they were asked to review does not wait any more; never whose it is."""
    delivery.send_notice(
        "evidence/mail/not_waiting.txt",
        to=assignment.assessor.email,
        kind=WORK_TO_REVIEW,
        key=f"not-waiting/{submission.uuid}/{assignment.pk}",
        limit=REVIEW_NOTICES,
        now=now,
        badge=submission.application.version.name,
        is_withdrawn=why == WhyEnded.WITHDRAWN,
        page=delivery.absolute_url(reverse("evidence:queue")),
    )
