"""What a draft of a badge holds: the badge with its activities, finished or not, in parts. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ettle.activities.types.badge_files import BadgeFileSpec
from ettle.badges.types.specs import CriterionSpec

HEAD = "head"  # the part with everything but the criteria
CRITERION = "criterion-"
MOST_CRITERIA = 12


@dataclass(frozen=True)
class BadgeContent:
    badge: BadgeFileSpec

    def find_criterion(self, part: str) -> CriterionSpec | None:
        """The criterion of a part, "criterion-1" for the first; None when there is none."""
        place = part.removeprefix(CRITERION)
        if not part.startswith(CRITERION) or not place.isascii() or not place.isdecimal():
            return None
        number = int(place[:4])
        return self.badge.criteria[number - 1] if 1 <= number <= len(self.badge.criteria) else None

    def change_head(self, **changes: Any) -> BadgeContent:
        return replace(self, badge=self.badge.replace(**changes))

    def add_criterion(self, title: str) -> tuple[BadgeContent, str]:
        """Return the content with one more criterion at the end, and its part."""
        added = (*self.badge.criteria, CriterionSpec(title=title, question=""))
        return self.change_head(criteria=added), f"{CRITERION}{len(added)}"

    def put_criterion(self, part: str, criterion: CriterionSpec, *, position: int) -> BadgeContent:
        """Return the content with this criterion in the place of the part’s, and at this position, from 1."""
        others = self._others(part)
        others.insert(min(max(position, 1), len(others) + 1) - 1, criterion)
        return self.change_head(criteria=tuple(others))

    def remove_criterion(self, part: str) -> BadgeContent:
        return self.change_head(criteria=tuple(self._others(part)))

    def find_moves(self, part: str, after: BadgeContent) -> dict[str, str]:
        """Return the new part of each criterion that a change of this one gives another number; "" if it is gone."""
        others = self._others(part)
        numbers = [number for number in range(1, len(self.badge.criteria) + 1) if f"{CRITERION}{number}" != part]
        now = after.badge.criteria
        if len(now) == len(others):
            order, gone = numbers, {part: ""}
        else:
            place = next((number for number, other in enumerate(others) if now[number] != other), len(others))
            order, gone = [*numbers[:place], int(part.removeprefix(CRITERION)), *numbers[place:]], {}
        moved = {f"{CRITERION}{was}": f"{CRITERION}{number}" for number, was in enumerate(order, 1) if was != number}
        return moved | gone

    def hash_part(self, part: str) -> str:
        """Return a hash that tells whether a part was changed meanwhile."""
        if part == HEAD:
            words = self.badge.replace(criteria=()).model_dump_json()
        else:
            criterion = self.find_criterion(part)
            words = criterion.model_dump_json() if criterion else ""
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def to_data(self) -> dict[str, Any]:
        return self.badge.model_dump(mode="json")

    def _others(self, part: str) -> list[CriterionSpec]:
        place = int(part.removeprefix(CRITERION)) - 1
        return [criterion for number, criterion in enumerate(self.badge.criteria) if number != place]


def read_content(data: Mapping[str, Any]) -> BadgeContent:
    return BadgeContent(BadgeFileSpec.from_stored(data))


def begin_content(number: str, slug: str, name: str) -> BadgeContent:
    fields: dict[str, Any] = {"summary": "", "why": "", "minutes": 60, "criteria": (), "order": "evidence"}
    return BadgeContent(BadgeFileSpec(number=number, slug=slug, name=name, **fields))
