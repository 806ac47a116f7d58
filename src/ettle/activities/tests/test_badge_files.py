"""A badge's file in a pack: its activities fit the order in which evidence and activity come."""

from __future__ import annotations

from ettle.activities.types.badge_files import BadgeFileSpec, check_badge_file
from ettle.activities.types.specs import RequiredActivity


def test_a_badges_activities_fit_its_order() -> None:
    badge = BadgeFileSpec(
        number="ET-1",
        slug="one",
        name="One",
        summary="Sum.",
        why="Why.",
        minutes=10,
        criteria=(),
        order="evidence-activity",
    )
    asked = badge.replace(order="evidence", activities=((RequiredActivity(key="sort-20"),),))

    assert [problem.path for problem in check_badge_file(badge)][-1] == "order"
    assert [problem.path for problem in check_badge_file(asked)][-1] == "activities"
    assert not [
        problem for problem in check_badge_file(asked.replace(order="evidence-activity")) if "activ" in problem.path
    ]
