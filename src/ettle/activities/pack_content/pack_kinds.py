"""The files of a content pack that this room takes: activities, and badges with the activities they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.activities import actions, queries, spec_export
from ettle.activities.items.decisions import check_lessons
from ettle.activities.items.registry import find_item_type
from ettle.activities.pack_content.site_lessons import list_activity_decisions
from ettle.activities.types.badge_files import BadgeFileSpec, check_badge_file
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec, check_activity
from ettle.badges import queries as badge_queries
from ettle.kit.input.pack_kinds import PackKind, ResourceName


def _activity_key(spec: ActivitySpec) -> str:
    return spec.key


def _activity_name(spec: ActivitySpec) -> Iterator[ResourceName]:
    yield ResourceName("activity", spec.key, "key")


def _activity_needs(spec: ActivitySpec) -> Iterator[ResourceName]:
    for key, part in spec.parts.items():
        if part is not None:
            yield from find_item_type(key).needed_names(part)


def _has_activity(key: str) -> bool:
    return bool(queries.current_versions([key]))


def _badge_number(spec: BadgeFileSpec) -> str:
    return spec.number


def _badge_name(spec: BadgeFileSpec) -> Iterator[ResourceName]:
    yield ResourceName("badge", spec.number, "number")


def _badge_needs(spec: BadgeFileSpec) -> Iterator[ResourceName]:
    for place, reference in enumerate(spec.alignments):
        yield ResourceName("item", reference, f"alignments.{place}")
    for place, role in enumerate(spec.roles):
        yield ResourceName("learning role", role, f"roles.{place}")
    for place, prerequisite in enumerate(spec.prerequisites):
        yield ResourceName("badge", prerequisite.badge, f"prerequisites.{place}.badge")
    yield from _activities_needed(spec)


def _activities_needed(spec: BadgeFileSpec) -> Iterator[ResourceName]:
    """The activities that are part of an application, and those that complete the badge."""
    for place, criterion in enumerate(spec.criteria):
        if criterion.activity:
            yield ResourceName("activity", criterion.activity, f"criteria.{place}.activity")
    for place, group in enumerate(spec.activities):
        for number, required in enumerate(group):
            path = f"activities.{place}.{number}"
            yield ResourceName("activity", required.key, f"{path}.key")
            for position, role in enumerate(required.roles):
                yield ResourceName("learning role", role, f"{path}.roles.{position}")
            for position, setting in enumerate(required.settings):
                yield ResourceName("setting", setting, f"{path}.settings.{position}")


def _has_badge(number: str) -> bool:
    return badge_queries.current_versions().filter(badge__number=number).exists()


def _find_badge(number: str) -> BadgeFileSpec | None:
    published = queries.find_badge(number)
    return published.spec if published else None


KINDS = [
    PackKind(
        place="activities",
        suffix=".yaml",
        spec=ActivityFileSpec,
        check=check_activity,
        key=_activity_key,
        load=actions.publish,
        list_keys=spec_export.activity_keys,
        find_spec=spec_export.export_activity,
        sorts=frozenset({"activity"}),
        needed_sorts=frozenset({"node", "learning role", "setting"}),
        defined_names=_activity_name,
        needed_names=_activity_needs,
        facts=list_activity_decisions,
        check_facts=check_lessons,
        exists={"activity": _has_activity},
    ),
    PackKind(
        place="badges",
        suffix=".yaml",
        spec=BadgeFileSpec,
        check=check_badge_file,
        key=_badge_number,
        load=actions.publish_badge,
        list_keys=badge_queries.list_badge_numbers,
        find_spec=_find_badge,
        sorts=frozenset({"badge"}),
        needed_sorts=frozenset({"item", "activity", "learning role", "setting"}),
        defined_names=_badge_name,
        needed_names=_badge_needs,
        exists={"badge": _has_badge},
    ),
]
