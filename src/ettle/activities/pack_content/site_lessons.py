"""What all activities of the site teach together once a draft is published: the rules of a pack, for one draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ettle.activities.items.decisions import BrokenRule, Decision, LessonRule, find_broken_rules
from ettle.activities.items.registry import find_item_type

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion
    from ettle.activities.types.specs import ActivitySpec

MAX_CACHED = 2_000  # published editions whose decisions one process caches

_cache: dict[UUID, tuple[Decision, ...]] = {}


@dataclass(frozen=True)
class SiteLesson:
    """A rule about all decisions that is broken with the draft. words: the sentence of a pack check.

    is_new: whether it is kept without the draft. breaking: the decisions of the draft that break it.
    """

    rule: LessonRule
    words: str
    is_new: bool
    breaking: tuple[Decision, ...]


def compare_lessons(draft: ActivitySpec, newest: Iterable[ActivityVersion]) -> list[SiteLesson]:
    """Return the rules that these editions break with the draft instead of the edition of its key.

    Of the draft, the decisions count that have one best option already.
    """
    published = _read_decisions({version.activity.key: version for version in newest})
    others = [decision for key, decisions in published.items() if key != draft.key for decision in decisions]
    own = [decision for decision in list_activity_decisions(draft) if decision.has_clear_best]
    before = {broken.rule for broken in find_broken_rules([found for key in published for found in published[key]])}
    return [
        SiteLesson(broken.rule, broken.words, broken.rule not in before, _find_breaking(own, broken))
        for broken in find_broken_rules([*others, *own])
    ]


def list_activity_decisions(spec: ActivitySpec) -> Iterable[Decision]:
    """Return what the decisions of an activity offer."""
    for key, part in spec.parts.items():
        if part is not None:
            yield from find_item_type(key).list_decisions(part)


def _find_breaking(own: Iterable[Decision], broken: BrokenRule) -> tuple[Decision, ...]:
    return tuple(decision for decision in own if broken.is_broken_by(decision))


def _read_decisions(newest: dict[str, ActivityVersion]) -> dict[str, tuple[Decision, ...]]:
    """Return the decisions of each edition by the key of its activity. One query for all that are not cached."""
    missing = [version for version in newest.values() if version.uuid not in _cache]
    if missing:
        if len(_cache) + len(missing) > MAX_CACHED:
            _cache.clear()
        rows = type(missing[0]).objects.filter(pk__in=[version.pk for version in missing])
        contents = dict(rows.values_list("pk", "content"))
        for version in missing:
            item_type = find_item_type(version.activity.kind)
            _cache[version.uuid] = tuple(item_type.list_decisions(item_type.spec.from_stored(contents[version.pk])))
    return {key: _cache[version.uuid] for key, version in newest.items()}
