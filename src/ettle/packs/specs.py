"""What a pack says of itself, and the part of a badge's file that the badges room does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from ettle.activities.specs import RequiredActivity
from ettle.badges import specs as badges
from ettle.badges.specs import BadgeSpec
from ettle.kit.values.problems import Problem


@dataclass(frozen=True)
class PackSpec:
    """pack.toml. key: names the pack for ever; loading it again updates what it brought."""

    key: str
    title: str
    version: str
    language: str
    licence: str
    description: str = ""


def check_pack(spec: PackSpec) -> list[Problem]:
    problems = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", spec.key) or len(spec.key) > 60:
        problems.append(Problem("key", "Write the key in small letters, with hyphens between words."))
    names = ("title", "version", "language", "licence")
    empty = [name for name in names if not getattr(spec, name).strip()]
    return problems + [Problem(name, f"Write the {name} of the pack.") for name in empty]


@dataclass(frozen=True)
class FileSpec:
    """A picture, a film or captions, by where it lies in the pack: pictures/table.jpg."""

    path: str
    content: bytes


@dataclass(frozen=True)
class BadgeFileSpec(BadgeSpec):
    """A badge's file: the badge, and the activities it asks for, one out of each group.

    The badges room does not know activities, so its part is taken out before it is handed over.
    """

    activities: tuple[tuple[RequiredActivity, ...], ...] = ()

    @property
    def badge(self) -> BadgeSpec:
        return BadgeSpec(**{field.name: getattr(self, field.name) for field in fields(BadgeSpec)})


def check_badge_file(spec: BadgeFileSpec) -> list[Problem]:
    """The badge's own problems, and an order that does not fit its activities."""
    problems = badges.check_badge(spec.badge)
    if spec.order == "evidence" and spec.activities:
        problems.append(
            Problem("activities", "This badge asks for evidence only. Take these away, or change its order.")
        )
    if spec.order != "evidence" and not spec.activities:
        problems.append(Problem("order", "Name the activities that this order asks for, or write “evidence”."))
    for place, group in enumerate(spec.activities):
        if not group:
            problems.append(Problem(f"activities.{place}", "Name at least one activity in each group."))
    return problems
