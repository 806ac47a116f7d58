"""Suggestions for a person, from the data of other rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from ettle.badges import queries as badges
from ettle.dashboard.suggestion_rules import Area, Badge, Gap, GoalCapability, Person, Suggestion, choose_suggestions
from ettle.journey import queries as journey
from ettle.library import queries as library
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.journey.queries import AssessmentResult
    from ettle.people.models import User


def suggestions_for(person: User) -> list[Suggestion]:
    """At most three; none when the person switched them off."""
    if person.suggestions_off_at is not None:
        return []
    return choose_suggestions(_load_person(person), _load_areas(person), _load_badges(person))


def _load_person(person: User) -> Person:
    result = journey.latest_result(person)
    return Person(
        roles=tuple((role.key, role.title) for role in people.learning_roles(person)),
        gap=_result_to_gap(result) if result else None,
        goal_capabilities=tuple(GoalCapability(*row) for row in journey.open_goal_capabilities(person)),
    )


def _result_to_gap(result: AssessmentResult) -> Gap | None:
    prompt = result.development_prompt
    if prompt is None:
        return None
    statement = prompt.statement.statement
    return Gap(
        capability=prompt.capability.key,
        title=prompt.capability.title,
        statement=statement.wording,
        answer_label=journey.answer_label(prompt.statement.choice, result.assessment.version).lower(),
        address=f"{reverse('journey:new-goal')}?theme={statement.theme_key}",
    )


def _load_areas(person: User) -> list[Area]:
    read = {area for area, read_at in library.read_marks_of(person) if read_at is not None}
    return [
        Area(
            title=card.title,
            address=reverse("library:area", args=[card.slug]),
            roles=card.roles,
            capabilities=card.capabilities,
            badges=card.badges,
            is_read=card.pk in read,
        )
        for card in library.area_cards()
    ]


def _load_badges(person: User) -> list[Badge]:
    versions = list(badges.versions_for(person, timezone.now()))
    numbers = {version.badge_id: version.badge.number for version in versions}
    return [
        Badge(
            number=version.badge.number,
            name=version.name,
            address=reverse("badges:definition", args=[version.badge.slug]),
            is_awarded=version.is_earned,
            first=numbers.get(version.first_badge or 0, ""),
        )
        for version in versions
    ]
