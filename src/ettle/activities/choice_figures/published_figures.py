"""The published figures of a version, in the words of its content."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ettle.activities.items.published_content import published_part
from ettle.activities.items.registry import find_item_type
from ettle.activities.models import ChoiceFigures
from ettle.activities.types.choice_statistics import (
    ALL,
    ItemStatistics,
    OptionStatistics,
    RoleStatistics,
    StepStatistics,
)
from ettle.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ettle.activities.choice_figures.choice_items import ChoiceItem
    from ettle.activities.models import ActivityVersion
    from ettle.people.models import User


def list_statistics(version: ActivityVersion) -> list[RoleStatistics]:
    """What is published about a version: about everyone first, and then by role in the order of the site. One query."""
    rows = {row.role: row for row in ChoiceFigures.objects.filter(version=version)}
    keys = ["", *(role.key for role in people.all_roles())]
    items = _list_items(version) if rows else []
    return [_build_statistics(rows[key], items) for key in keys if key in rows]


def find_role_statistics(person: User, version: ActivityVersion, keys: Collection[str]) -> RoleStatistics | None:
    """What is published about the learning role of a person, for these items only. One query.

    Of several roles the first that has figures; None when there are none, and for someone who has chosen no role.
    """
    roles = people.chosen_role_keys([person]).values("role")
    rows = {row.role: row for row in ChoiceFigures.objects.filter(version=version, role__in=roles)}
    row = next((rows[role.key] for role in people.offered_roles() if role.key in rows), None)
    if row is None:
        return None
    return _build_statistics(row, [item for item in _list_items(version) if item.key in keys])


def _list_items(version: ActivityVersion) -> Sequence[ChoiceItem]:
    item_type = find_item_type(version.activity.kind)
    return item_type.list_choice_items(published_part(item_type.spec, version))


def _build_statistics(row: ChoiceFigures, items: Sequence[ChoiceItem]) -> RoleStatistics:
    content: Mapping[str, Any] = row.content
    reached = content["reached"]
    return RoleStatistics(
        role=row.role,
        people=row.people,
        published_at=row.published_at,
        items=[_build_item(item, content["items"].get(item.key, {})) for item in items],
        steps=[
            StepStatistics(number, tenths, left=(reached[number - 2] if number > 1 else ALL) - tenths)
            for number, tenths in enumerate(reached, start=1)
        ],
        ended=content["ended"],
    )


def _build_item(item: ChoiceItem, tenths: Mapping[str, int]) -> ItemStatistics:
    options = [
        OptionStatistics(key, words, tenths[key], key in item.attractive)
        for key, words in item.options
        if key in tenths
    ]
    return ItemStatistics(item.key, item.title, item.question, options)
