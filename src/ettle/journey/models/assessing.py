"""Where a person says they are, and what they want. A published instrument never changes; answers are only added.

An assessment points at its sheet: the lines word for word as they were asked. So an answer keeps its wording without
repeating it twenty million times, and a framework that changes meanwhile changes nobody's answers.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from ettle.journey import alike
from ettle.journey.scoring import Line, Point

if TYPE_CHECKING:
    from ettle.people.models import User


class HowMany(models.Func):
    """How many entries a JSON list has, counted by the database and not read."""

    function = "JSON_ARRAY_LENGTH"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


class Instrument(models.Model):
    """A set of questions by its key (self-assessment), whatever its version."""

    key = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class InstrumentVersion(models.Model):
    """One published wording of an instrument. Frozen: assessments keep the version they began on.

    scale, importance_scale: [{"value": 1, "label": "Rarely"}, …]. uncounted: [{"key": "not-sure", "label": "…"}, …].
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField()
    framework_key = models.CharField(max_length=60)
    framework_edition = models.CharField(max_length=40)
    question = models.CharField(max_length=200)
    scale = models.JSONField()
    uncounted = models.JSONField()
    importance_question = models.CharField(max_length=200)
    importance_scale = models.JSONField()
    reason_question = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "edition"], name="journey_edition_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def points(self) -> list[Point]:
        return [Point(value=point["value"], label=point["label"]) for point in self.scale]

    def importance_points(self) -> list[Point]:
        return [Point(value=point["value"], label=point["label"]) for point in self.importance_scale]

    def uncounted_labels(self) -> dict[str, str]:
        return {choice["key"]: choice["label"] for choice in self.uncounted}


class Sheet(models.Model):
    """The lines of one instrument version for one learning role, word for word. Frozen; new wording, new sheet."""

    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="sheets")
    role = models.CharField(max_length=12)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "role", "content_hash"], name="journey_sheet_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.role}"

    def lines(self) -> list[Line]:
        """The lines in the order they are asked."""
        return [Line(**line) for line in self.content]

    def ground(self) -> str:
        version = self.version
        return alike.ground(role=self.role, question=version.question, points=version.points())

    def imprints(self) -> Mapping[str, str]:
        """Line or capability key -> its imprint: what its answers may be compared and counted with (alike)."""
        return alike.all_imprints(tuple(self.lines()), self.ground())


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def of(self, person: User) -> AssessmentQuerySet:
        return self.filter(person=person).select_related("sheet__version")

    def open(self) -> AssessmentQuerySet:
        return self.filter(ended_at=None)

    def standing(self) -> AssessmentQuerySet:
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
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="+")
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

        NOT_MY_ROLE = "not-my-role", "Not my role"
        NOT_SURE = "not-sure", "Not sure"
        SKIPPED = "skipped", "Left out"

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
    def said(self) -> str:
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
