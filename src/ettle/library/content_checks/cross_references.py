"""What an area refers to by key: alignments such as "codes-workers@2024:2.2", badges, activities, related areas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.framework import queries as framework
from ettle.framework.types import FrameworkUse
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
    """The references to items that do not exist. One query, without loading the items."""
    keys_by_reference = {reference: split_reference(reference) for reference in references}
    existing = framework.existing_keys({key for _, key in keys_by_reference.values()}) if keys_by_reference else set()
    return [reference for reference, named in keys_by_reference.items() if named not in existing]


def _existing_badges(numbers: Collection[str]) -> set[str]:
    return set(badges.current_versions().filter(badge__number__in=numbers).values_list("badge__number", flat=True))


def _existing_activities(keys: Collection[str]) -> set[str]:
    return {version.activity.key for version in activities.current_versions(list(keys))}


def _existing_areas(keys: Collection[str]) -> set[str]:
    pages = apps.get_model("library", "AreaPage")._default_manager
    return set(pages.filter(slug__in=keys).values_list("slug", flat=True))


# Field of an area -> a function that returns which of its keys exist, and the message for one that does not.
REFERENCE_FIELDS: dict[str, tuple[Callable[[Collection[str]], set[str]], str]] = {
    "badges": (_existing_badges, "There is no badge {} here. Check its number, or take it out"),
    "activities": (_existing_activities, "There is no activity {} here. Check its key, or take it out"),
    "related": (_existing_areas, "There is no area {} here. Use the last word of its address, or take it out"),
}


def find_key_fault(field: str, keys: Collection[str], *, own: str = "") -> str:
    """The first fault in the keys of one field of an area, as a sentence; empty when all exist.

    own: the key of the area itself, which must not be among its related areas.
    """
    find_existing, words = REFERENCE_FIELDS[field]
    if field == "related" and own and own in keys:
        return _("This is the area itself. Name other areas to read next")
    existing = find_existing(keys) if keys else set()
    return next((words.format(key) for key in keys if key not in existing), "")


def resolve_alignments(references: Iterable[str]) -> list[Alignment]:
    """The items an area is aligned with, in the author's order; items that no longer exist are left out."""
    items = [(reference, _find_item(reference)) for reference in references]
    return [_build_alignment(item) for _reference, item in items if item is not None]


def _find_item(reference: str) -> Item | None:
    try:
        return framework.items_by_key([split_reference(reference)])[0]
    except Refused:
        return None


def _build_alignment(item: Item) -> Alignment:
    if item.framework.use == FrameworkUse.WORKER_CODES and item.kind == "code":
        return Alignment(
            _("Code %(key)s: %(title)s") % {"key": item.key, "title": item.title},
            item.get_absolute_url(),
            is_code=True,
        )
    return Alignment(item.title, f"/items/{item.uuid}/", is_code=False)
