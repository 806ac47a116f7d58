"""Activities as the specs they would be handed in with: for packs that are written from a site."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ettle.activities.items.registry import item_types
from ettle.activities.models import Activity, Requirement
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec, RequiredActivity

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion


def activity_keys() -> list[str]:
    """The keys of every activity."""
    return list(Activity.objects.order_by("key").values_list("key", flat=True))


def export_activity(key: str) -> ActivitySpec | None:
    """The newest version of an activity as a spec."""
    found = Activity.objects.filter(key=key).first()
    version = found.versions.order_by("-edition").first() if found else None
    if found is None or version is None:
        return None
    parts = dict.fromkeys(item_type.key for item_type in item_types()) | {found.kind: version.content}
    return ActivityFileSpec.from_row(version, {"key": key, "kind": found.kind, **parts})


def export_requirements(version: BadgeVersion) -> tuple[tuple[RequiredActivity, ...], ...]:
    """What a badge version asks for: one activity out of each group."""
    rows = Requirement.objects.filter(version=version).select_related("activity").order_by("group", "pk")
    return tuple(
        tuple(
            RequiredActivity(key=row.activity.key, roles=tuple(row.roles), settings=tuple(row.settings))
            for row in group
        )
        for _, group in groupby(rows, key=lambda row: row.group)
    )
