"""What other rooms ask about a person's journey, and what an assessment says so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ettle.journey import scoring
from ettle.journey.comparing import Comparison
from ettle.journey.models import (
    Answer,
    Assessment,
    AssessmentQuerySet,
    Goal,
    GoalQuerySet,
    Importance,
    InstrumentVersion,
    Norm,
)
from ettle.journey.scoring import AnsweredLine, CapabilityProfile, Kind, Prompt
from ettle.kit.composed import composed
from ettle.people.queries import LearningRole

if TYPE_CHECKING:
    from ettle.people.models import User

SELF_ASSESSMENT = "self-assessment"


@dataclass(frozen=True)
class AssessmentResult:
    """A finished self-assessment, worked out from what was answered."""

    assessment: Assessment

    @property
    def finished_at(self) -> datetime:
        return self.assessment.result.finished_at

    @property
    def role(self) -> str:
        return str(LearningRole(self.assessment.role).label)

    @cached_property
    def rows(self) -> list[CapabilityProfile]:
        result = self.assessment.result
        importances = {key: said["importance"] for key, said in result.importances.items()}
        return scoring.profile(self.assessment.sheet.lines(), result.answers, importances)

    @cached_property
    def prompts(self) -> list[Prompt]:
        return scoring.prompts(self.rows, top=max(point.value for point in self.assessment.version.points()))

    @cached_property
    def lines(self) -> list[AnsweredLine]:
        return [answered for row in self.rows for answered in row.lines]

    @property
    def scored(self) -> int:
        """How many lines were given a point."""
        return sum(answered.score is not None for answered in self.lines)

    def prompt(self, kind: Kind) -> Prompt | None:
        return next((prompt for prompt in self.prompts if prompt.kind is kind), None)

    @property
    def to_use(self) -> Prompt | None:
        return self.prompt(Kind.USE)

    @property
    def to_grow(self) -> Prompt | None:
        return self.prompt(Kind.GROW)

    @property
    def to_ask(self) -> Prompt | None:
        return self.prompt(Kind.ASK)


@dataclass(frozen=True)
class Standing:
    """Where a person is with self-assessment: the newest result and the one that is open."""

    result: AssessmentResult | None
    open: Assessment | None


def current_version(key: str = SELF_ASSESSMENT) -> InstrumentVersion | None:
    """The newest published version of an instrument."""
    return InstrumentVersion.objects.filter(instrument__key=key).order_by("-edition").first()


def standing(person: User) -> Standing:
    """Both questions in one query: an open assessment is always begun after the newest result's."""
    newest = _newest_two(person)
    finished = [assessment for assessment in newest if assessment.ended_at is not None]
    still_open = [assessment for assessment in newest if assessment.ended_at is None]
    return Standing(
        result=AssessmentResult(finished[0]) if finished else None,
        open=still_open[0] if still_open else None,
    )


@composed
def _newest_two(person: User) -> AssessmentQuerySet:
    return Assessment.objects.of(person).standing().with_reached().order_by("-begun_at", "-pk")[:2]


def latest_result(person: User) -> AssessmentResult | None:
    return standing(person).result


def open_assessment(person: User) -> Assessment | None:
    return standing(person).open


def results_of(person: User) -> list[AssessmentResult]:
    """All results of a person, newest first."""
    return [AssessmentResult(assessment) for assessment in _finished(person)]


@composed
def _finished(person: User) -> AssessmentQuerySet:
    finished = Assessment.objects.of(person).standing().exclude(ended_at=None)
    return finished.order_by("-result__finished_at", "-pk")


def assessment_of(person: User, uuid: UUID) -> Assessment | None:
    """One assessment of a person, whatever became of it."""
    return next(iter(_named(person, uuid)), None)


@composed
def _named(person: User, uuid: UUID) -> AssessmentQuerySet:
    return Assessment.objects.of(person).filter(uuid=uuid)


def answers_so_far(assessment: Assessment) -> dict[str, str]:
    """Line key -> the latest that was said ("4", "not-sure", "skipped")."""
    return {answer.line: answer.said for answer in _answers_of(assessment)}


@composed
def _answers_of(assessment: Assessment) -> QuerySet[Answer]:
    return Answer.objects.filter(assessment=assessment).order_by("pk")


def importances_so_far(assessment: Assessment) -> dict[str, Importance]:
    """Capability key -> the latest that was said."""
    return {said.capability: said for said in assessment.importances.all()}


def goals_of(person: User) -> GoalQuerySet:
    """A person's goals, newest first, each with how it stands (`stands`, `step`, `by_on`)."""
    return Goal.objects.of(person)


def compared(after: AssessmentResult, before: AssessmentResult) -> Comparison:
    """Two results of one person side by side: two queries, however many lines."""
    then = after.assessment.then_answers.filter(about=before.assessment.result)
    return Comparison(
        before=before,
        after=after,
        norms=Norm.objects.of(after.assessment.sheet),
        then={row.line: row.said for row in then},
    )


def since(after: AssessmentResult, others: Sequence[AssessmentResult]) -> AssessmentResult | None:
    """The result to compare with when nobody said which: the one before it for the same role, else the one before."""
    earlier = [one for one in others if one.finished_at < after.finished_at]
    same = [one for one in earlier if one.assessment.role == after.assessment.role]
    return next(iter(same or earlier), None)


@composed
def all_goals_of(person: User) -> GoalQuerySet:
    """The same as a list, for a page that shows many things at once."""
    return Goal.objects.of(person)


@composed
def wishes_of(person: User) -> QuerySet[Goal, tuple[str, str, str]]:
    """Capability key and title, and the outcome, of each open goal; the newest goal first."""
    about: QuerySet[Goal, tuple[str, str, str]] = (
        Goal.objects.of(person)
        .open()
        .filter(themes__parent__isnull=False)
        .order_by("-set_at", "-pk", "themes__parent__key")
        .values_list("themes__parent__key", "themes__parent__title", "outcome")
    )
    return about
