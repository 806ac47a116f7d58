"""How others of a learner’s role chose, for the page that comes after their own choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.activities.choice_figures.published_figures import find_role_statistics
from ettle.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ettle.activities.items.play import Play
    from ettle.activities.types.choice_statistics import ItemStatistics, OptionStatistics


@dataclass(frozen=True)
class ComparedItem:
    """One thing that was chosen. options: each with whether the learner chose it."""

    item: ItemStatistics
    options: Sequence[tuple[OptionStatistics, bool]]


@dataclass(frozen=True)
class RoleComparison:
    """role: its title. people: at least so many people of the role have begun the activity."""

    role: str
    people: int
    items: Sequence[ComparedItem]


def compare_with_role(play: Play, chosen: Mapping[str, str]) -> RoleComparison | None:
    """How others of the learner's role chose what the learner has chosen. One query; none for a visitor.

    chosen: item -> option, only of what the learner has answered: nothing else is compared. None when nothing can be
    shown.
    """
    if play.learner is None or not chosen:
        return None
    found = find_role_statistics(play.learner, play.version, chosen)
    items = [item for item in found.items if item.options] if found else []
    if found is None or not items:
        return None
    compared = [
        ComparedItem(item, [(option, option.key == chosen[item.key]) for option in item.options]) for item in items
    ]
    return RoleComparison(people.role_title(found.role), found.people, compared)
