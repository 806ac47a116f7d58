"""What next and why: at most three suggestions, each from one reason of the person's own. Pure, and always the same.

Each ground gives at most one suggestion and looks at nothing of the others, so when a reason goes, what it led to goes
or changes, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

MOST_SUGGESTIONS = 3


class Basis(Enum):
    """What a suggestion rests on."""

    GAP = "gap"
    GOAL = "wish"
    READ = "read"
    ROLE = "role"


@dataclass(frozen=True)
class Area:
    """An area as far as a suggestion needs it. badges: numbers. is_read: the person's own word."""

    title: str
    address: str
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    badges: tuple[str, ...] = ()
    is_read: bool = False


@dataclass(frozen=True)
class Badge:
    number: str
    name: str
    address: str
    is_awarded: bool = False


@dataclass(frozen=True)
class Gap:
    """What the newest result says there is to grow. marked: how the line was marked, in the scale's words."""

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
    """Return at most three, the nearest to what the person said first; two never lead to the same place."""
    found: list[Suggestion] = []
    for rule in RULES:
        taken = {one.address for one in found}
        found += [one for one in rule(person, areas, badges) if one.address not in taken][:1]
    return found[:MOST_SUGGESTIONS]


def _gap_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    gap = person.gap
    if gap is None:
        return
    why = f"You marked “{gap.statement.rstrip('.')}” as {gap.answer_label}. This is about {gap.title}."
    for area in _areas_about(gap.capability, areas, person):
        yield Suggestion(Basis.GAP, "area", area.title, area.address, why)
    goal = f"You marked “{gap.statement.rstrip('.')}” as {gap.answer_label}, and have read what is here about it."
    yield Suggestion(Basis.GAP, "goal", f"Set a goal about {gap.title}", gap.address, goal)


def _goal_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    for wish in person.goal_capabilities:
        for area in _areas_about(wish.capability, areas, person):
            why = f"Your goal “{wish.outcome}” is about {wish.title}."
            yield Suggestion(Basis.GOAL, "area", area.title, area.address, why)


def _reading_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    by_number = {badge.number: badge for badge in badges}
    for area in areas:
        for number in area.badges if area.is_read else ():
            badge = by_number.get(number)
            if badge is not None and not badge.is_awarded:
                why = f"You have read {area.title}, and this badge lets you show what you did with it."
                yield Suggestion(Basis.READ, "badge", badge.name, badge.address, why)


def _role_suggestions(person: Person, areas: Sequence[Area], badges: Sequence[Badge]) -> Iterator[Suggestion]:
    """An area made for few roles, this one among them, says more to somebody than one for all."""
    for key, label in person.roles:
        mine = [area for area in areas if key in area.roles and not area.is_read]
        for area in sorted(mine, key=lambda area: len(area.roles)):
            why = f"You said that you are a {label.lower()}, and it is written for that role."
            yield Suggestion(Basis.ROLE, "area", area.title, area.address, why)


Rule = Callable[[Person, Sequence[Area], Sequence[Badge]], Iterable[Suggestion]]
RULES: tuple[Rule, ...] = (_gap_suggestions, _goal_suggestions, _reading_suggestions, _role_suggestions)


def _areas_about(capability: str, areas: Iterable[Area], person: Person) -> list[Area]:
    """Areas about a capability that the person has not read: those for their role first, then those about few."""
    roles = {key for key, _ in person.roles}
    fitting = [area for area in areas if capability in area.capabilities and not area.is_read]
    return sorted(fitting, key=lambda area: (bool(roles) and roles.isdisjoint(area.roles), len(area.capabilities)))
