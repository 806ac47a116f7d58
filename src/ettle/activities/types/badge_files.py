"""A badge's file in a content pack: the badge, and the activities it asks for, which the badges room does not know."""

from __future__ import annotations

from ettle.activities.types.specs import RequiredActivity
from ettle.badges.types.specs import BadgeSpec, check_badge
from ettle.kit.values.problems import Problem


class BadgeFileSpec(BadgeSpec):
    """A badge's file: the badge, and the activities it asks for, one out of each group."""

    activities: tuple[tuple[RequiredActivity, ...], ...] = ()

    @property
    def badge(self) -> BadgeSpec:
        return BadgeSpec(**{name: getattr(self, name) for name in BadgeSpec.model_fields})


def check_badge_file(spec: BadgeFileSpec) -> list[Problem]:
    """The badge's own problems, and an order that does not fit its activities."""
    problems = check_badge(spec.badge)
    if spec.order == "evidence" and spec.activities:
        problems.append(
            Problem("activities", "This badge asks for evidence only. Take these away, or change its order.")
        )
    if spec.order != "evidence" and not spec.activities:
        problems.append(Problem("order", "Name the activities that this order asks for, or write ‘evidence’."))
    for place, group in enumerate(spec.activities):
        if not group:
            problems.append(Problem(f"activities.{place}", "Name at least one activity in each group."))
    return problems
