"""What other rooms ask about a person's journey, and what an assessment says so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Subquery, TextField, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.framework.queries import framework_uses
from ettle.framework.types import FrameworkUse, ModelUse, PersonalKind, PersonalLink
from ettle.instruments import queries as instruments
from ettle.instruments.types import AnsweredStatement, CapabilityProfile, NormStatistics, Prompt, PromptKind
from ettle.journey.comparison.result_pair import Comparison
from ettle.journey.models import Answer, Assessment, AssessmentQuerySet, Goal, GoalQuerySet, Importance, ThenAnswer
from ettle.journey.self_assessment.result_text import (
    answer_label,
    changes_sentence,
    prompt_label,
    short_changes_sentence,
)
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.pages.keyset_pages import KeysetPage, read_page
from ettle.people.queries import role_title

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

__all__ = [
    "AssessmentResult",
    "AssessmentStatus",
    "answer_label",
    "assessment_status",
    "changes_sentence",
    "compare_results",
    "current_answers",
    "current_choice",
    "current_importances",
    "find_act_goal",
    "find_assessment",
    "find_result",
    "find_then_answers",
    "find_two_results",
    "goal_page",
    "latest_result",
    "list_all_goals",
    "list_goals",
    "newest_answers",
    "open_assessment",
    "open_goal_capabilities",
    "prompt_label",
    "short_changes_sentence",
]

MOST_ON_LOGIC_MODEL = 60
GOALS_ON_A_PAGE = 25


@dataclass(frozen=True)
class AssessmentResult:
    """A finished self-assessment, worked out from what was answered."""

    assessment: Assessment

    @property
    def finished_at(self) -> datetime:
        return self.assessment.result.finished_at

    @property
    def role(self) -> str:
        return role_title(self.assessment.role)

    @cached_property
    def rows(self) -> list[CapabilityProfile]:
        result = self.assessment.result
        importances = {key: answer["importance"] for key, answer in result.importances.items()}
        statements = instruments.statements_as_answered(self.assessment.sheet.statements(), result.finished_at)
        return instruments.build_profile(statements, result.answers, importances)

    @cached_property
    def points(self) -> range:
        """The points of the scale, the lowest first."""
        values = [point.value for point in self.assessment.version.points()]
        return range(min(values), max(values) + 1)

    @cached_property
    def norms(self) -> dict[str, NormStatistics]:
        """Capability key -> how people of this site answer, where enough have. One query, once."""
        return instruments.norms_of(self.assessment.sheet)

    @cached_property
    def prompts(self) -> list[Prompt]:
        return instruments.choose_prompts(self.rows, self.norms, points=self.points)

    @cached_property
    def statements(self) -> list[AnsweredStatement]:
        return [answered for row in self.rows for answered in row.statements]

    @property
    def scored_count(self) -> int:
        """How many lines were given a point."""
        return sum(answered.score is not None for answered in self.statements)

    def find_prompt(self, kind: PromptKind) -> Prompt | None:
        return next((prompt for prompt in self.prompts if prompt.kind is kind), None)

    @property
    def strength_prompt(self) -> Prompt | None:
        return self.find_prompt(PromptKind.USE)

    @property
    def development_prompt(self) -> Prompt | None:
        return self.find_prompt(PromptKind.GROW)


@dataclass(frozen=True)
class AssessmentStatus:
    """Where a person is with self-assessment: the newest result, the one that it is compared with, and what is open."""

    result: AssessmentResult | None
    earlier: AssessmentResult | None
    open: Assessment | None

    @cached_property
    def comparison(self) -> Comparison | None:
        """What has changed, as the page of changes has it; None before there are two results. One query, once."""
        return compare_results(self.result, self.earlier) if self.result and self.earlier else None


def assessment_status(person: User) -> AssessmentStatus:
    """All of it in one query. `since` says of a list of results which is the earlier one; this says the same."""
    rows = _status_assessments(person)
    finished = [AssessmentResult(assessment) for assessment in rows if assessment.ended_at is not None]
    return AssessmentStatus(
        result=next(iter(finished), None),
        earlier=next(iter(finished[1:]), None),
        open=next((assessment for assessment in rows if assessment.ended_at is None), None),
    )


@prepared_query
def _status_assessments(person: User) -> AssessmentQuerySet:
    finished = Assessment.objects.filter(person=person, result__isnull=False).order_by("-result__finished_at", "-pk")
    newest = {name: Subquery(finished.values(name)[:1]) for name in ("pk", "sheet__role", "result__finished_at")}
    before = finished.filter(result__finished_at__lt=newest["result__finished_at"])
    other_roles_last = Case(When(sheet__role=newest["sheet__role"], then=0), default=1)
    earlier = before.order_by(other_roles_last, "-result__finished_at", "-pk").values("pk")[:1]
    shown = Q(ended_at=None) | Q(pk=newest["pk"]) | Q(pk=Subquery(earlier))
    return (
        Assessment.objects.for_person(person)
        .finished_or_open()
        .with_reached()
        .filter(shown)
        .order_by("-result__finished_at", "-pk")
    )


def latest_result(person: User) -> AssessmentResult | None:
    return assessment_status(person).result


def open_assessment(person: User) -> Assessment | None:
    return assessment_status(person).open


def find_result(person: User, uuid: UUID) -> AssessmentResult | None:
    """One result of a person, with its lines."""
    return find_two_results(person, uuid, uuid)[0]


def find_two_results(
    person: User, first: UUID, second: UUID
) -> tuple[AssessmentResult | None, AssessmentResult | None]:
    """Two of them, in the order asked for."""
    finished = Assessment.objects.for_person(person).filter(result__isnull=False).select_related("result")
    found = {assessment.uuid: AssessmentResult(assessment) for assessment in finished.filter(uuid__in=(first, second))}
    return found.get(first), found.get(second)


def newest_answers(person: User, role: str) -> dict[str, str]:
    """What a person said in their newest result for one role: line key -> "4", "not-sure", …; {} without one."""
    finished = Assessment.objects.filter(person=person, sheet__role=role, result__isnull=False)
    newest_first = finished.order_by("-result__finished_at", "-pk")
    return newest_first.values_list("result__answers", flat=True).first() or {}


def find_assessment(person: User, uuid: UUID) -> Assessment | None:
    """One assessment of a person, whatever became of it."""
    return Assessment.objects.for_person(person).filter(uuid=uuid).first()


def current_answers(assessment: Assessment) -> dict[str, str]:
    """Line key -> the latest that was said ("4", "not-sure", "skipped")."""
    return {answer.line: answer.choice for answer in Answer.objects.filter(assessment=assessment).order_by("pk")}


def current_choice(assessment: Assessment, line: str) -> str:
    """The latest that was said to one line; "" when nothing was."""
    latest = Answer.objects.filter(assessment=assessment, line=line).order_by("-pk").first()
    return latest.choice if latest else ""


def current_importances(assessment: Assessment) -> dict[str, Importance]:
    """Capability key -> the latest that was said."""
    return {importance.capability: importance for importance in assessment.importances.all()}


def list_goals(person: User) -> GoalQuerySet:
    """A person's goals, newest first, each with how it stands (`stands`, `step`, `by_on`)."""
    return Goal.objects.for_person(person)


def goal_page(goals: GoalQuerySet, asked: Mapping[str, str]) -> KeysetPage[Goal]:
    """Return the page of these goals that an address asks for, newest first."""
    return read_page(goals, asked, order=("-set_at", "-pk"), size=GOALS_ON_A_PAGE)


def compare_results(
    after: AssessmentResult, before: AssessmentResult, then: Mapping[str, str] | None = None
) -> Comparison:
    """Two results of one person side by side, in one query. then: how the earlier is seen now, where it is shown."""
    return Comparison(before=before, after=after, norms=after.norms, then=then or {})


def find_then_answers(after: AssessmentResult, before: AssessmentResult) -> dict[str, str]:
    """Line key -> what the person said, at the later time, of how they were at the earlier."""
    answers = ThenAnswer.objects.filter(assessment=after.assessment, about__assessment=before.assessment)
    return {answer.line: answer.choice for answer in answers.order_by("pk")}


def find_act_goal(person: User, act: str) -> UUID | None:
    """Find the open goal whose small step is this act, as `set_act` makes it."""
    return Goal.objects.for_person(person).open().filter(Q(("step", act))).values_list("uuid", flat=True).first()


@prepared_query
def list_all_goals(person: User) -> GoalQuerySet:
    """The same as a list, for a page that shows many things at once."""
    return Goal.objects.for_person(person)


@prepared_query
def open_goal_capabilities(person: User) -> QuerySet[Goal, tuple[str, str, str]]:
    """Capability key and title, and the outcome, of each open goal; the newest goal first."""
    about: QuerySet[Goal, tuple[str, str, str]] = (
        Goal.objects.for_person(person)
        .open()
        .filter(themes__parent__isnull=False)
        .order_by("-set_at", "-pk", "themes__parent__key")
        .values_list("themes__parent__key", "themes__parent__title", "outcome")
    )
    return about


def personal_links(person: User, frameworks: tuple[str, ...]) -> Iterator[PersonalLink]:
    """This person's goals by the themes that they are about."""
    main = framework_uses.key_of_use(FrameworkUse.MAIN)
    if main not in frameworks:
        return
    for uuid, outcome, theme in _goal_themes(person):
        path = reverse("journey:goal", args=[uuid])
        yield PersonalLink(main, theme, outcome, path, kind=PersonalKind.GOAL)


def _goal_themes(person: User) -> QuerySet[Goal, tuple[UUID, str, str]]:
    themes: QuerySet[Goal, tuple[UUID, str, str]] = (
        Goal.objects.filter(person=person, themes__framework__use=FrameworkUse.MAIN)
        .order_by("-set_at", "-pk")
        .values_list("uuid", "outcome", "themes__key")
    )
    return themes[:MOST_ON_LOGIC_MODEL]


def model_uses(person: User | AnonymousUser) -> list[ModelUse]:
    """What someone who is signed in may do with the model: try one of its steps."""
    if not person.is_authenticated:
        return []
    return [ModelUse(_("Set a goal"), reverse("journey:new-goal"), _("one small act this week"))]


def capability_rows(person: User) -> QuerySet[Goal, tuple[str, str, str, int]]:
    """Rows ("goal", key of a theme, "", number of a goal), for a query that reads of several rooms at once."""
    goals = Goal.objects.filter(person=person, themes__framework__use=FrameworkUse.MAIN).order_by()
    return goals.values_list(Value("goal", TextField()), "themes__key", Value("", TextField()), "pk")
