"""What a pack says of itself, and the part of a badge's file that the badges room does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ettle.kit.problems import Problem


@dataclass(frozen=True)
class PackSpec:
    """pack.toml. key: names the pack for ever; loading it again updates what it brought."""

    key: str
    title: str
    version: str
    language: str
    licence: str
    description: str = ""


def check(spec: PackSpec) -> list[Problem]:
    problems = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", spec.key) or len(spec.key) > 60:
        problems.append(Problem("key", "Write the key in small letters, with hyphens between words."))
    names = ("title", "version", "language", "licence")
    empty = [name for name in names if not getattr(spec, name).strip()]
    return problems + [Problem(name, f"Write the {name} of the pack.") for name in empty]
