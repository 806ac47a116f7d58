"""Suggested next steps: at most three, each with one reason from the person's own data. Pure and deterministic.

Each rule gives at most one suggestion and does not depend on the others, so when a reason goes, its suggestion goes or
changes, and no other does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

MOST_SUGGESTIONS = 3


class Basis(Enum):
    """The kind of reason for a suggestion."""

    GAP = "gap"
    GOAL = "goal"
    READ = "read"
    ROLE = "role"


@dataclass(frozen=True)
class Area:
    """What a suggestion needs of an area. badges: numbers. is_read: as the person marked it.

    roles: the first is the one it is mainly for, unless it is for all.
    """

    title: str
    address: str
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    badges: tuple[str, ...] = ()
    is_read: bool = False


@dataclass(frozen=True)
class Badge:
    """first: the number of a badge that the person has to earn before this one; "" when they may send work for it."""

    number: str
    name: str
    address: str
    is_awarded: bool = False
    first: str = ""


@dataclass(frozen=True)
class Gap:
    """What to work on according to the newest result. answer_label: the person's answer, in the scale's words."""

    capability: str
    title: str
    statement: str
    answer_label: str
    address: str


@dataclass(frozen=True)
class GoalCapability:
    """An open goal and one capability it is about."""

    capability: str
    title: str
    outcome: str


@dataclass(frozen=True)
class Person:
    roles: tuple[tuple[str, str], ...] = ()
    """Key and label of each role the person learns in."""
    gap: Gap | None = None
    goal_capabilities: tuple[GoalCapability, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """kind: area, goal or badge. why: the reason, from the person's own data."""

    basis: Basis
    kind: str
    title: str
    address: str
    why: str


def choose_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> list[Suggestion]:
    """Return at most three, in the order of RULES; no two lead to the same address."""
    suggestions: list[Suggestion] = []
    for rule in RULES:
        addresses = {suggestion.address for suggestion in suggestions}
        new = [suggestion for suggestion in rule(person, areas, badges) if suggestion.address not in addresses]
        suggestions += new[:1]
    return suggestions[:MOST_SUGGESTIONS]


def _gap_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    gap = person.gap
    if gap is None:
        return
    why = _("You marked ‘%(statement)s’ as %(answer)s. This is about %(title)s.") % {
        "statement": gap.statement.rstrip("."),
        "answer": gap.answer_label,
        "title": gap.title,
    }
    for area in _areas_about(gap.capability, areas, person):
        yield Suggestion(Basis.GAP, "area", area.title, area.address, why)
    goal = _("You marked ‘%(statement)s’ as %(answer)s, and have read what is here about it.") % {
        "statement": gap.statement.rstrip("."),
        "answer": gap.answer_label,
    }
    yield Suggestion(Basis.GAP, "goal", _("Set a goal about %(title)s") % {"title": gap.title}, gap.address, goal)


def _goal_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    for goal in person.goal_capabilities:
        for area in _areas_about(goal.capability, areas, person):
            why = _("Your goal ‘%(outcome)s’ is about %(title)s.") % {"outcome": goal.outcome, "title": goal.title}
            yield Suggestion(Basis.GOAL, "area", area.title, area.address, why)


def _reading_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    by_number = {badge.number: badge for badge in badges}
    for area in areas:
        for number in area.badges if area.is_read else ():
            badge = by_number.get(number)
            if badge is None or badge.is_awarded:
                continue
            first = _find_first_badge(badge, by_number)
            if first is badge:
                words = _("You have read %(title)s, and this badge lets you show what you did with it.")
            else:
                words = _("You have read %(title)s. This badge comes first, and then the badge %(badge)s.")
            why = words % {"title": area.title, "badge": badge.name}
            yield Suggestion(Basis.READ, "badge", first.name, first.address, why)


def _find_first_badge(badge: Badge, by_number: Mapping[str, Badge]) -> Badge:
    """The badge itself, or the one that the person can earn now on the way to it."""
    passed = {badge.number}
    while badge.first in by_number and badge.first not in passed:
        badge = by_number[badge.first]
        passed.add(badge.number)
    return badge


def _role_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    """Areas that are mainly for the person's role come before areas for all, and these before areas for others."""
    for key, label in person.roles:
        mine = [area for area in areas if key in area.roles and not area.is_read]
        for area in sorted(mine, key=lambda area: (_distance(area, {key}, areas), len(area.roles))):
            if len(area.roles) == 1:
                why = _("You said that you are a %(role)s, and it is written for that role.")
            else:
                why = _("You said that you are a %(role)s, and it has a part for that role.")
            yield Suggestion(Basis.ROLE, "area", area.title, area.address, why % {"role": str(label).lower()})


Rule = Callable[[Person, Sequence[Area], Sequence[Badge]], Iterable[Suggestion]]
RULES: tuple[Rule, ...] = (_gap_suggestions, _goal_suggestions, _reading_suggestions, _role_suggestions)


def _areas_about(capability: str, areas: Sequence[Area], person: Person) -> list[Area]:
    """Areas about a capability that the person has not read: those for their role first, then those about few."""
    roles = {key for key, _ in person.roles}
    fitting = [area for area in areas if capability in area.capabilities and not area.is_read]
    return sorted(fitting, key=lambda area: (_distance(area, roles, areas), len(area.capabilities)))


def _distance(area: Area, roles: Set[str], areas: Sequence[Area]) -> int:
    """How far an area is from the person's roles: 0 mainly for one, 1 for all, 2 with a part for one, 3 without.

    Someone who has said no role is at 0 from everything.
    """
    if not roles or (area.roles and area.roles[0] in roles):
        return 0
    if roles.isdisjoint(area.roles):
        return 3
    return 1 if len(area.roles) == max(len(other.roles) for other in areas) else 2
