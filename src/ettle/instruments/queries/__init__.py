"""What other rooms ask about instruments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, Func, QuerySet

from ettle.instruments.fingerprints import capability_fingerprints, statement_fingerprints
from ettle.instruments.mean_differences import Difference, find_differences_beyond_chance
from ettle.instruments.models import FeedbackVersion, InstrumentVersion, JSONArrayLength, Norm, StatementSet
from ettle.instruments.scoring import build_profile, choose_prompts
from ettle.instruments.types import NormStatistics, Statement
from ettle.kit.translations.pack_texts import TextOfMoment

__all__ = [
    "Difference",
    "build_profile",
    "capability_fingerprints",
    "choose_prompts",
    "current_feedback_version",
    "current_version",
    "find_differences_beyond_chance",
    "list_statement_sets",
    "norms_of",
    "statement_count",
    "statement_fingerprints",
    "statements_as_answered",
]


def current_version() -> InstrumentVersion | None:
    """The self-assessment of this site: the version that was published last, whatever its key."""
    return InstrumentVersion.objects.order_by("-published_at", "-edition", "-pk").first()


def current_feedback_version() -> FeedbackVersion | None:
    """What observers are asked on this site: the wording that was published last, whatever its key."""
    return FeedbackVersion.objects.order_by("-published_at", "-edition", "-pk").first()


def self_assessment_keys() -> QuerySet[InstrumentVersion, tuple[str]]:
    """The key of the self-assessment, as a query; no row on a site without one."""
    return InstrumentVersion.objects.order_by("-published_at", "-edition", "-pk").values_list("instrument__key")


def feedback_keys() -> QuerySet[FeedbackVersion, tuple[str]]:
    """The key of the 360, as a query; no row on a site without one."""
    return FeedbackVersion.objects.order_by("-published_at", "-edition", "-pk").values_list("instrument__key")


def list_statement_sets(condition: Exists) -> QuerySet[StatementSet]:
    """The sets for which a condition on their primary key holds, the oldest first, each with its version."""
    return StatementSet.objects.filter(condition).select_related("version").order_by("pk")


def statements_as_answered(statements: Iterable[Statement], moment: datetime) -> list[Statement]:
    """Return statements in the wording in which they were answered then, in whichever language that was."""
    shown = ("wording", "theme", "capability")
    return [
        replace(statement, **{name: TextOfMoment(getattr(statement, name), moment) for name in shown})
        for statement in statements
    ]


def norms_of(statements: StatementSet) -> dict[str, NormStatistics]:
    """Capability key -> how people of this site answer, where enough have. One query."""
    return Norm.objects.for_statement_set(statements)


def statement_count(content: str) -> Func:
    """How many statements the content of a set has, as an expression. content: the path to it ("sheet__content")."""
    return JSONArrayLength(content)
