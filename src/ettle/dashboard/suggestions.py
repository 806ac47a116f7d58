"""What a person's suggestions are made from, gathered from the rooms that know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.badges import queries as badges
from ettle.dashboard.suggesting import Area, Badge, Gap, Person, Suggestion, Wish, suggest
from ettle.journey import queries as journey
from ettle.journey import words
from ettle.library import catalogue
from ettle.library import queries as library
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.journey.queries import AssessmentResult
    from ettle.people.models import User


def suggestions_for(person: User) -> list[Suggestion]:
    """At most three; none when the person switched them off."""
    if person.suggestions_off_at is not None:
        return []
    return suggest(_person(person), _areas(person), _badges(person))


def _person(person: User) -> Person:
    result = journey.latest_result(person)
    return Person(
        roles=tuple((role.value, role.label) for role in people.learning_roles(person)),
        gap=_gap(result) if result else None,
        wishes=tuple(Wish(*row) for row in journey.wishes_of(person)),
    )


def _gap(result: AssessmentResult) -> Gap | None:
    grow = result.to_grow
    if grow is None:
        return None
    line = grow.line.line
    return Gap(
        capability=grow.capability.key,
        title=grow.capability.title,
        line=line.wording,
        marked=words.anchor(grow.line.said, result.assessment.version).lower(),
        address=f"{reverse('journey:new-goal')}?theme={line.theme_key}",
    )


def _areas(person: User) -> list[Area]:
    read = {area for area, read_at in library.marks_of(person) if read_at is not None}
    return [
        Area(
            title=card.title,
            address=reverse("library:area", args=[card.slug]),
            roles=card.roles,
            capabilities=card.capabilities,
            badges=card.badges,
            is_read=card.pk in read,
        )
        for card in catalogue.catalogue(catalogue.stamp()).cards
    ]


def _badges(person: User) -> list[Badge]:
    held = {award.version.badge_id for award in badges.awards_at_a_glance(person) if not award.is_revoked}
    return [
        Badge(
            number=version.badge.number,
            name=version.name,
            address=reverse("badges:definition", args=[version.badge.slug]),
            is_held=version.badge_id in held,
        )
        for version in badges.current_versions()
    ]
