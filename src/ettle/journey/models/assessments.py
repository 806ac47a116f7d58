"""Where a person says they are, and what they want. A published instrument never changes; answers are only added.

An assessment points at its sheet: the lines word for word as they were asked. So an answer keeps its wording without
repeating it twenty million times, and a framework that changes meanwhile changes nobody's answers.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ettle.instruments.models import InstrumentVersion
    from ettle.people.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_person(self, person: User) -> AssessmentQuerySet:
        return self.filter(person=person).select_related("sheet__version")

    def open(self) -> AssessmentQuerySet:
        return self.filter(ended_at=None)

    def finished_or_open(self) -> AssessmentQuerySet:
        """What counts: finished, or still open. One that was begun afresh instead is left out."""
        return self.filter(Q(ended_at=None) | Q(result__isnull=False)).select_related("result")

    def with_reached(self) -> AssessmentQuerySet:
        """Adds `reached`: how many lines were answered or left out so far; None before the first."""
        lines = Answer.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
        added = {"reached": Subquery(lines.annotate(lines=Count("line", distinct=True)).values("lines"))}
        return self.annotate(**added)


class Assessment(models.Model):
    """A person answers an instrument for one role. Open until it has a result or is begun afresh.

    ended_at: from then on no answer is taken.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assessments")
    sheet = models.ForeignKey("instruments.StatementSet", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    if TYPE_CHECKING:
        # There when read with with_reached().
        reached: int | None

    class Meta:
        indexes = [models.Index(fields=["person", "-begun_at"], name="journey_assessment_newest")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="journey_one_open_assessment")
        ]

    @property
    def role(self) -> str:
        return self.sheet.role

    @property
    def version(self) -> InstrumentVersion:
        return self.sheet.version


class Answer(models.Model):
    """What a person said to one line, when. Never edited: a change of mind is another row, and the latest counts."""

    class Word(models.TextChoices):
        """What was said instead of a point; none of these is counted."""

        NOT_MY_ROLE = "not-my-role", _("Not my role")
        NOT_SURE = "not-sure", _("Not sure")
        SKIPPED = "skipped", _("Left out")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    line = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField(null=True)
    word = models.CharField(max_length=20, choices=Word.choices, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=False, word="") | (Q(score__isnull=True) & ~Q(word="")),
                name="journey_answer_is_a_point_or_a_word",
            )
        ]

    @property
    def choice(self) -> str:
        """The answer as the form sends it: "4", "not-sure", "skipped"."""
        return self.word or str(self.score)


class Importance(models.Model):
    """How much one capability matters to a person in their role, and why. Never edited: the latest counts."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="importances")
    capability = models.CharField(max_length=40)
    importance = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True, max_length=2_000)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Result(models.Model):
    """How an assessment stood when its person finished it. Never changed; its page is worked out from this row.

    answers: line key -> "4", "not-sure", … importances: capability key -> {"importance": 3, "reason": "…"}.
    """

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="result")
    answers = models.JSONField()
    importances = models.JSONField()
    finished_at = models.DateTimeField()
