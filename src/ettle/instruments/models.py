"""What is asked: instruments with their published versions, the statements of each, and how answers spread.

A published version never changes. Answers point at the statements word for word as they were asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from ettle.instruments import fingerprints, types
from ettle.instruments.types import Point, Statement
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.kit.input.spec_texts import show_texts
from ettle.kit.translations.pack_texts import PackCharField, PackText


class JSONArrayLength(models.Func):
    """How many entries a JSON list has, counted by the database and not read."""

    function = "JSON_ARRAY_LENGTH"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


def read_points(stored: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Return the points of a stored scale."""
    return [Point(value=point["value"], label=PackText(point["label"])) for point in stored]


def read_statements(stored: Iterable[Mapping[str, str]]) -> list[Statement]:
    """Return stored statements."""
    shown = ("wording", "theme", "capability")
    return [Statement(**line | {name: PackText(line[name]) for name in shown}) for line in map(dict, stored)]


class Instrument(models.Model):
    """A set of questions by its key (self-assessment), whatever its version."""

    key = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.key


class InstrumentVersion(models.Model):
    """One published wording of an instrument. Frozen: assessments keep the version they began on.

    scale, importance_scale: [{"value": 1, "label": "Rarely"}, …]. uncounted: [{"key": "not-sure", "label": "…"}, …].
    follow_ups: quiet lines for low answers, as types.specs.FollowUpSpec.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    title = PackCharField(max_length=160)
    minutes = models.PositiveSmallIntegerField()
    framework_key = models.CharField(max_length=60)
    framework_edition = models.CharField(max_length=40)
    question = PackCharField(max_length=200)
    scale = models.JSONField()
    uncounted = models.JSONField()
    importance_question = PackCharField(max_length=200)
    importance_scale = models.JSONField()
    reason_question = PackCharField(max_length=200)
    follow_ups = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "edition"], name="instruments_edition_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def points(self) -> list[Point]:
        return read_points(self.scale)

    def importance_points(self) -> list[Point]:
        return read_points(self.importance_scale)

    def uncounted_labels(self) -> dict[str, str]:
        return {choice["key"]: PackText(choice["label"]) for choice in self.uncounted}


class StatementSet(models.Model):
    """The lines of one instrument version for one learning role, word for word. Frozen; new wording, new sheet."""

    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="sheets")
    role = models.CharField(max_length=12)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "role", "content_hash"], name="instruments_sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.role}"

    def statements(self) -> list[Statement]:
        """The lines in the order they are asked."""
        return read_statements(self.content)

    def context_fingerprint(self) -> str:
        version = self.version
        return fingerprints.context_fingerprint(role=self.role, question=version.question, points=version.points())

    def fingerprints(self) -> Mapping[str, str]:
        """Line or capability key -> its imprint: what its answers may be compared and counted with (alike)."""
        return fingerprints.all_fingerprints(tuple(self.statements()), self.context_fingerprint())


class NormQuerySet(models.QuerySet["Norm"]):
    def for_statement_set(self, sheet: StatementSet) -> dict[str, types.NormStatistics]:
        """Capability key of a set -> its norm, where there is one."""
        imprints = sheet.fingerprints()
        rows = {
            row.imprint: types.NormStatistics(row.people, row.sd, row.consistency, row.pairs, row.retest)
            for row in self.filter(imprint__in=imprints.values())
        }
        return {key: rows[imprint] for key, imprint in imprints.items() if imprint in rows}


class Norm(models.Model):
    """What the people of this site together tell about one capability, in every version that asks it alike.

    imprint: what is asked (alike). Made again from results. people, sd and consistency move only when at least ten more
    people have answered, pairs and retest only when at least ten more have answered twice, so that no one person's
    answers show in a difference.
    """

    imprint = models.CharField(max_length=64, unique=True)
    people = models.PositiveIntegerField()
    sd = models.FloatField()
    consistency = models.FloatField(null=True)
    pairs = models.PositiveIntegerField(default=0)
    retest = models.FloatField(null=True)
    measured_at = models.DateTimeField()

    objects = NormQuerySet.as_manager()


class FeedbackVersion(models.Model):
    """One published wording of what observers are asked (feedback.specs). Frozen: a 360 keeps the one it began on."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="feedback_versions")
    edition = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "edition"], name="instruments_feedback_edition_once")
        ]

    def points(self) -> list[Point]:
        return read_points(self.content["scale"])

    def shown_spec(self) -> FeedbackSpec:
        """What observers are asked, for showing."""
        return show_texts(FeedbackSpec.from_stored(self.content))


class FeedbackStatementSet(models.Model):
    """The lines of one version for one role, long or short, word for word. Frozen; new wording, new row."""

    version = models.ForeignKey(FeedbackVersion, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "role", "content_hash"], name="instruments_feedback_lines_once")
        ]

    def statements(self) -> list[Statement]:
        """The lines in the order they are asked."""
        return read_statements(self.content)
