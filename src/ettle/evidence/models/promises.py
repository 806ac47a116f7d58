"""When an answer is promised: one row for each submission that an assessor answers, and what the promise is made of."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> PromiseQuerySet:
        """The promises whose submission still waits for its answer."""
        return self.filter(closed_at=None)


class Promise(models.Model):
    """What a learner was promised when they sent: an answer by the end of due_on. Days are those of the operator.

    working_days: what was promised. hand_over_on and alert_on: the first day when 60 % and 80 % of them have gone.
    closed_at: when the submission was answered or withdrawn; open until then.
    handed_over_at, alerted_at, breached_at: when each was dealt with, once. next_due_on: the day that the learner was
    given when the first one had passed.
    """

    submission = models.OneToOneField("evidence.Submission", models.CASCADE, related_name="promise")
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    hand_over_on = models.DateField()
    alert_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(working_days__gte=1), name="evidence_promise_of_a_day_or_more"),
            models.CheckConstraint(
                condition=Q(breached_at=None, next_due_on=None)
                | Q(breached_at__isnull=False, next_due_on__isnull=False),
                name="evidence_late_answer_has_a_new_date",
            ),
        ]
        indexes = [
            # The queue and the hourly look read only what is open, in this order.
            models.Index(fields=["due_on", "submission"], condition=Q(closed_at=None), name="evidence_open_promises"),
            models.Index(fields=["breached_at"], condition=Q(breached_at__isnull=False), name="evidence_late_answers"),
        ]

    @property
    def expected_on(self) -> date:
        """The day that the learner was told last."""
        return self.next_due_on or self.due_on

    def is_open(self) -> bool:
        return self.closed_at is None

    def is_breached(self, today: date) -> bool:
        return self.closed_at is None and today > self.due_on


class ReviewAim(models.Model):
    """In how many working days an answer is promised: for one badge, or without one for the whole site."""

    badge = models.ForeignKey("badges.Badge", models.CASCADE, null=True, related_name="+")
    working_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            # 0 is no badge: two empty ones would differ to a database.
            models.UniqueConstraint(Coalesce("badge", 0), name="evidence_one_aim_for_a_badge"),
            models.CheckConstraint(condition=Q(working_days__gte=1, working_days__lte=60), name="evidence_aim_in_days"),
        ]


class ClosedDay(models.Model):
    """A day on which the operator's assessors do not work, besides weekends and the bank holidays of the settings."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["day"]


class UsualWait(models.Model):
    """How the last 90 days before computed_at were. One row, computed again every hour.

    wait: how long half of the people waited at most, from submission to review, the median of the answers that were
    sent; None when there were none. answers: how many there were. sent: how many submissions were promised an answer.
    late: how many of these were not answered in time.
    """

    wait = models.DurationField(null=True)
    answers = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()
