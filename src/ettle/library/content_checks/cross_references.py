"""What an area names by key: alignments such as "codes-workers@2024:2.2", badges, activities and areas to read next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.framework import queries as framework
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.framework.models import Item


@dataclass(frozen=True)
class Alignment:
    words: str
    address: str
    is_code: bool


def split_reference(reference: str) -> tuple[str, str]:
    frame, _, key = reference.partition(":")
    return frame, key


def find_missing(references: Iterable[str]) -> list[str]:
    """Those that point to nothing we hold. One query, without reading the items themselves."""
    asked = {reference: split_reference(reference) for reference in references}
    held = framework.existing_keys({key for _, key in asked.values()}) if asked else set()
    return [reference for reference, named in asked.items() if named not in held]


def _existing_badges(numbers: Collection[str]) -> set[str]:
    return set(badges.current_versions().filter(badge__number__in=numbers).values_list("badge__number", flat=True))


def _existing_activities(keys: Collection[str]) -> set[str]:
    return {version.activity.key for version in activities.current_versions(list(keys))}


def _existing_areas(keys: Collection[str]) -> set[str]:
    pages = apps.get_model("library", "AreaPage")._default_manager
    return set(pages.filter(slug__in=keys).values_list("slug", flat=True))


# Field of an area -> the keys that are held here, out of those that it names; and what to do about one that is not.
REFERENCE_FIELDS: dict[str, tuple[Callable[[Collection[str]], set[str]], str]] = {
    "badges": (_existing_badges, "There is no badge {} here. Check its number, or take it out"),
    "activities": (_existing_activities, "There is no activity {} here. Check its key, or take it out"),
    "related": (_existing_areas, "There is no area {} here. Use the last word of its address, or take it out"),
}


def find_key_fault(field: str, keys: Collection[str], *, own: str = "") -> str:
    """What is wrong with the keys that one field of an area names, in one sentence; empty when all lead somewhere.

    own: the key of the area itself, which is no area to read next.
    """
    held_of, words = REFERENCE_FIELDS[field]
    if field == "related" and own and own in keys:
        return "This is the area itself. Name other areas to read next"
    held = held_of(keys) if keys else set()
    return next((words.format(key) for key in keys if key not in held), "")


def resolve_alignments(references: Iterable[str]) -> list[Alignment]:
    """What an area is aligned with, in the order its author gave; what is gone since is left out."""
    found = [(reference, _find_item(reference)) for reference in references]
    return [_build_alignment(reference, item) for reference, item in found if item is not None]


def _find_item(reference: str) -> Item | None:
    try:
        return framework.items_by_key([split_reference(reference)])[0]
    except Refused:
        return None


def _build_alignment(reference: str, item: Item) -> Alignment:
    frame = split_reference(reference)[0].partition("@")[0]
    if frame == framework.CODES:
        return Alignment(f"Code {item.key}: {item.title}", f"/codes/{item.framework.edition}/{item.key}/", is_code=True)
    return Alignment(item.title, f"/items/{item.uuid}/", is_code=False)
